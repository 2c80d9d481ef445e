package matching

import "strings"

// columnNames are the names columns have in files that come from registers, spreadsheets and forms, by field, written
// small and without blanks and marks. Azerbaijani, Armenian, Russian, English; a few of other tools.
var columnNames = map[Kind]string{
	ID:         "id uniqueid recid recordid caseid personid individualid rowid № no nomre nömrə qeydiyyatnömrəsi номер ид կոդ համար",
	GivenName:  "given givenname firstname forename forenames name1 ad adı имя անուն fname",
	FamilyName: "family familyname lastname surname soyad soyadı фамилия ազգանուն lname",
	FatherName: "father fathername fathersname patronymic middlename ataadı ataad отчество имяотца հայրանուն",
	FullName:   "fullname name fio adsoyad adısoyadı soyadadataadı saa s.a.a фио ф.и.о именифамилия անունազգանուն անունըազգանունը",
	BirthDate:  "birthdate dateofbirth dob birthday born doğumtarixi dogumtarixi təvəllüd датарождения др рожд ծննդյանամսաթիվ ծննդյանտարեթիվ",
	BirthPlace: "birthplace placeofbirth doğumyeri dogumyeri doğulduğuyer месторождения ծննդավայր ծննդյանվայր",
	SexColumn:  "sex gender cins cinsi пол սեռ",
	Phone:      "phone telephone mobile phonenumber tel telefon mobil телефон հեռախոս",
	Document:   "document documentnumber passport passportnumber idnumber idcard fin finkod şəxsiyyətvəsiqəsi vəsiqə sənəd documentno паспорт документ номердокумента անձնագիր փաստաթուղթ socsecid ssn",
	Address:    "address address1 street ünvan unvan адрес հասցե",
	Place:      "place settlement city town village suburb yaşayışyeri kənd şəhər rayon населённыйпункт населенныйпункт город село բնակավայր քաղաք գյուղ",
	Household:  "household householdid hhid family_id familyid ailə ailəid ailənömrəsi домохозяйство семья տնտեսություն ընտանիք",
}

var kindOfColumn = func() map[string]Kind {
	m := map[string]Kind{}
	for k, names := range columnNames {
		for n := range strings.FieldsSeq(names) {
			m[plainColumn(n)] = k
		}
	}
	return m
}()

// KindOfColumn tells what a column is by its name.
func KindOfColumn(name string) (Kind, bool) {
	k, ok := kindOfColumn[plainColumn(name)]
	return k, ok
}

func plainColumn(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '_', '-', '.', '\'', '’', '/', '(', ')', ',', ':':
			return -1
		}
		return letter(r)
	}, name)
}

// FieldNames lists the fields that a column can be mapped to.
func FieldNames() []string { return kindNames[ID : Household+1] }
