package sample

// Names of the invented people. Each row is one name in the forms it is written in; given and family names are put
// together by chance, so nobody in particular is called so. No rule reads in which form a name was given.

// form is one name as written in a language.
type form map[string]string

// stock is a set of names that go together.
type stock struct {
	langs         []string // the languages its names are written in
	female, male  []form
	family        []form // the form of a man
	familyOfWoman []form // the form of a woman, same order
}

// stocks reads the tables below.
func stocks() (east, south stock) {
	east = newStock([]string{"az", "ru", "en"}, maleEast, femaleEast, familyEast)
	south = newStock([]string{"hy", "ru", "en"}, maleSouth, femaleSouth, familySouth)
	// A woman's family name ends differently in Azerbaijani, and in the spellings that come from it.
	for _, f := range east.family {
		east.familyOfWoman = append(east.familyOfWoman, form{"az": f["az"] + "a", "ru": f["ru"] + "а", "en": f["en"] + "a"})
	}
	south.familyOfWoman = south.family
	return east, south
}

func newStock(langs []string, male, female, family [][3]string) stock {
	read := func(rows [][3]string) []form {
		var out []form
		for _, r := range rows {
			f := form{}
			for i, l := range langs {
				f[l] = r[i]
			}
			out = append(out, f)
		}
		return out
	}
	return stock{langs: langs, male: read(male), female: read(female), family: read(family)}
}

var maleEast = [][3]string{
	{"Elçin", "Эльчин", "Elchin"}, {"Rəşad", "Рашад", "Rashad"}, {"Vüqar", "Вугар", "Vugar"}, {"Tofiq", "Тофик", "Tofig"},
	{"Natiq", "Натик", "Natig"}, {"Samir", "Самир", "Samir"}, {"Anar", "Анар", "Anar"}, {"Ceyhun", "Джейхун", "Jeyhun"},
	{"Fuad", "Фуад", "Fuad"}, {"Qurban", "Гурбан", "Gurban"}, {"İlqar", "Ильгар", "Ilgar"}, {"Kamran", "Кямран", "Kamran"},
	{"Mübariz", "Мубариз", "Mubariz"}, {"Nizami", "Низами", "Nizami"}, {"Orxan", "Орхан", "Orkhan"}, {"Pərviz", "Парвиз", "Parviz"},
	{"Ramin", "Рамин", "Ramin"}, {"Səbuhi", "Сабухи", "Sabuhi"}, {"Toğrul", "Тогрул", "Toghrul"}, {"Yaşar", "Яшар", "Yashar"},
	{"Zaur", "Заур", "Zaur"}, {"Akif", "Акиф", "Akif"}, {"Bəxtiyar", "Бахтияр", "Bakhtiyar"}, {"Daşqın", "Дашгын", "Dashgin"},
	{"Əkrəm", "Акрам", "Akram"}, {"Fərhad", "Фархад", "Farhad"}, {"Hikmət", "Хикмет", "Hikmat"}, {"İsgəndər", "Искандер", "Isgandar"},
	{"Xəyyam", "Хайям", "Khayyam"}, {"Məhərrəm", "Магеррам", "Maharram"},
}

var femaleEast = [][3]string{
	{"Aygün", "Айгюн", "Aygun"}, {"Sevda", "Севда", "Sevda"}, {"Nərgiz", "Наргиз", "Nargiz"}, {"Lalə", "Лала", "Lala"},
	{"Günel", "Гюнель", "Gunel"}, {"Könül", "Кёнуль", "Konul"}, {"Mehriban", "Мехрибан", "Mehriban"}, {"Pərvanə", "Парвана", "Parvana"},
	{"Rəna", "Рена", "Rana"}, {"Sona", "Сона", "Sona"}, {"Təranə", "Тарана", "Tarana"}, {"Ülviyyə", "Ульвия", "Ulviyya"},
	{"Vəfa", "Вафа", "Vafa"}, {"Yegana", "Егана", "Yegana"}, {"Zəhra", "Захра", "Zahra"}, {"Afət", "Афет", "Afat"},
	{"Bahar", "Бахар", "Bahar"}, {"Cəmilə", "Джамиля", "Jamila"}, {"Çinarə", "Чинара", "Chinara"}, {"Dilarə", "Диляра", "Dilara"},
	{"Elnarə", "Эльнара", "Elnara"}, {"Fatma", "Фатма", "Fatma"}, {"Həcər", "Хаджар", "Hajar"}, {"İradə", "Ирада", "Irada"},
	{"Jalə", "Жаля", "Zhala"}, {"Leyla", "Лейла", "Leyla"}, {"Məlahət", "Мелахет", "Malahat"}, {"Nigar", "Нигяр", "Nigar"},
	{"Rübabə", "Рубаба", "Rubaba"}, {"Şəfəq", "Шафаг", "Shafag"},
}

var familyEast = [][3]string{
	{"Quliyev", "Кулиев", "Guliyev"}, {"Abbasov", "Аббасов", "Abbasov"}, {"Cəfərov", "Джафаров", "Jafarov"}, {"Qasımov", "Касумов", "Gasimov"},
	{"Nəbiyev", "Набиев", "Nabiyev"}, {"Rzayev", "Рзаев", "Rzayev"}, {"Səfərov", "Сафаров", "Safarov"}, {"Tağıyev", "Тагиев", "Taghiyev"},
	{"Vəliyev", "Велиев", "Valiyev"}, {"Zeynalov", "Зейналов", "Zeynalov"}, {"Ağayev", "Агаев", "Aghayev"}, {"Babayev", "Бабаев", "Babayev"},
	{"Dadaşov", "Дадашов", "Dadashov"}, {"Əsgərov", "Аскеров", "Asgarov"}, {"Fərzəliyev", "Фарзалиев", "Farzaliyev"}, {"Hüseynov", "Гусейнов", "Huseynov"},
	{"İbrahimov", "Ибрагимов", "Ibrahimov"}, {"Kərimov", "Керимов", "Karimov"}, {"Məmmədov", "Мамедов", "Mammadov"}, {"Nağıyev", "Нагиев", "Naghiyev"},
	{"Orucov", "Оруджев", "Orujov"}, {"Paşayev", "Пашаев", "Pashayev"}, {"Rüstəmov", "Рустамов", "Rustamov"}, {"Salmanov", "Салманов", "Salmanov"},
	{"Şirinov", "Ширинов", "Shirinov"}, {"Umudov", "Умудов", "Umudov"}, {"Xəlilov", "Халилов", "Khalilov"}, {"Yusifov", "Юсифов", "Yusifov"},
	{"Zülfüqarov", "Зульфугаров", "Zulfugarov"}, {"Bağırov", "Багиров", "Baghirov"}, {"Cavadov", "Джавадов", "Javadov"}, {"Əhmədov", "Ахмедов", "Ahmadov"},
	{"Feyzullayev", "Фейзуллаев", "Feyzullayev"}, {"Həmidov", "Гамидов", "Hamidov"}, {"İsmayılov", "Исмаилов", "Ismayilov"}, {"Mehdiyev", "Мехтиев", "Mehdiyev"},
}

var maleSouth = [][3]string{
	{"Արամ", "Арам", "Aram"}, {"Գագիկ", "Гагик", "Gagik"}, {"Կարեն", "Карен", "Karen"}, {"Լևոն", "Левон", "Levon"},
	{"Հայկ", "Айк", "Hayk"}, {"Սամվել", "Самвел", "Samvel"}, {"Տիգրան", "Тигран", "Tigran"}, {"Վահան", "Ваган", "Vahan"},
	{"Արտակ", "Артак", "Artak"}, {"Դավիթ", "Давид", "Davit"}, {"Էդգար", "Эдгар", "Edgar"}, {"Նորայր", "Норайр", "Norayr"},
	{"Ռուբեն", "Рубен", "Ruben"}, {"Սարգիս", "Саргис", "Sargis"},
}

var femaleSouth = [][3]string{
	{"Անահիտ", "Анаит", "Anahit"}, {"Գայանե", "Гаяне", "Gayane"}, {"Լուսինե", "Лусине", "Lusine"}, {"Մարիամ", "Мариам", "Mariam"},
	{"Նարե", "Наре", "Nare"}, {"Շուշան", "Шушан", "Shushan"}, {"Սիրանուշ", "Сирануш", "Siranush"}, {"Վարդուհի", "Вардуи", "Varduhi"},
	{"Արփինե", "Арпине", "Arpine"}, {"Թամարա", "Тамара", "Tamara"}, {"Կարինե", "Карине", "Karine"}, {"Նունե", "Нуне", "Nune"},
}

var familySouth = [][3]string{
	{"Պետրոսյան", "Петросян", "Petrosyan"}, {"Գրիգորյան", "Григорян", "Grigoryan"}, {"Սարգսյան", "Саркисян", "Sargsyan"}, {"Հակոբյան", "Акопян", "Hakobyan"},
	{"Մկրտչյան", "Мкртчян", "Mkrtchyan"}, {"Հարությունյան", "Арутюнян", "Harutyunyan"}, {"Ղազարյան", "Казарян", "Ghazaryan"}, {"Խաչատրյան", "Хачатрян", "Khachatryan"},
	{"Բաղդասարյան", "Багдасарян", "Baghdasaryan"}, {"Ավետիսյան", "Аветисян", "Avetisyan"}, {"Մարտիրոսյան", "Мартиросян", "Martirosyan"}, {"Դանիելյան", "Даниелян", "Danielyan"},
}
