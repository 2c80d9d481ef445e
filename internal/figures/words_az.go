package figures

func azerbaijani() language {
	return language{
		code: "az",
		entries: []entry{
			{cueFamily, "ailə ailəni ailənin ailəyə ailədən ailədə ailələr* ailəlik ailədir ailəsi ailənindir"},
			{cuePerson, `nəfər* sakin* şəxs* insan* adam* köçkün* qaçqın* soydaş* vətəndaş* ailə_üzvü həmyerli* əhali əhalinin məcburi_köçkün*
				azərbaycanlı* erməni* mülki_şəxs* can`},
			{cueWorker, "işçi* tələbə* əməkdaş* mütəxəssis* inşaatçı* hərbçi* əsgər* müəllim* məmur*"},
			{cuePart, "uşaq* qadın* kişi* yaşlı* qoca* azyaşlı* yetkin* oğlan* qız*"},
			{cueHome, "ev evi evin evə evdə evdən evlər* mənzil* mənzillik fərdi_ev* bina_ev* yaşayış_evi"},
			{cueThing, `hektar* ha km kilometr* metr* il ildə ildən ildir illik illər* ilin ilə ay ayda ayın aylıq gün gündə gündən günlük saat* dəqiqə*
				faiz* manat* dollar* avro* məktəb* yerlik yer yeri şagird* bağça* maşın* avtobus* avtomobil* mina* sursat* meqavat* mvt kənd kəndi
				kəndə kəndin kənddə kəndlər* şəhər şəhəri şəhərə qəsəbə* rayon* yaşayış_məntəqə* bina* otaq* dəfə* nömrə* bənd* körpü* tunel*
				xəstəxana* çarpayı* ton* dərəcə* baxış* oxun* foto* qrup* karvan* mərhələ* bacı* qardaş* oğul* oğlu nəvə* müharibə* əsr* müəssisə*
				zəng* müraciət* sertifikat* vəsiqə* addım* mərtəbə* məktub* hissə* abidə* məscid* kilsə* baş ağac* obyekt* cihaz* ölkə* dövlət*
				dil dildə məqalə* nümayəndə* üzv* ekspert* xəstə* uçuş* səfər* qonaq* layihə* stansiya* kvadrat* kub sinif* mağaza* deputat* səs
				turist* iş_yeri iş_yerləri yaş yaşlı yaşında yaşından yaşım* mm sm litr* kilovat* yarımstansiya* təpə* ərazi* ştat*`},
			{cueAbout, "təxminən təqribən təxmini ümumilikdə_təxminən"},
			{cueMoreThan, "artıq_olmaqla"},
			{cueAtLeast, "ən_azı azı ən_azından minimum"},
			{cueUpTo, "qədərdək maksimum ən_çoxu"},
			{cueAsManyAs, "düz tam"},
			{cueMoreAfter, "çox artıq artıqdır çoxdur yuxarı"},
			{cueNearAfter, "yaxın yaxındır qədər"},
			{cueLessAfter, "az aşağı"},
			{cueSeveral, "bir_neçə neçə onlarla yüzlərlə minlərlə xeyli bir_çox çoxlu"},
			{cueHalf, "yarısı yarısından"},
			{cueToDate, `indiyədək indiyə_qədər indiyəcən bu_günə_qədər bu_günədək bu_günə_kimi bugünədək hazıradək indiyə_kimi bu_vaxta_qədər
				bu_vaxtadək hazırkı_dövrədək artıq ötən_müddətdə indiyənədək hazıra_qədər bu_günəcən bu_dövrədək günümüzədək`},
			{cueTotal, "ümumilikdə cəmi ümumən toplam ümumi bütövlükdə cəmisi yekunda"},
			{cueThus, "beləliklə bununla nəticədə bununla_da beləcə"},
			{cueReaches, "çatıb çatdı çatacaq çatır çatdırılıb çatdırıldı çatdırılacaq çatmışdır çatdırılmışdır olub olacaq ötüb keçib təşkil_edir təşkil_edib yüksəlib"},
			{cuePermanent, "daimi daimi_* məskunlaşması məskunlaşmaları məskunlaşdırılıb məskunlaşdırılmışdır"},
			{cueAnother, "növbəti yeni_qrup ilk_köç birinci_qrup ilk_karvan daha_bir yenidən sonuncu_köç ilk_mərhələdə"},
			{cueMore, "daha əlavə digər yeni"},
			{cueStage, "bu_mərhələdə bu_mərhələ hazırkı_mərhələdə növbəti_mərhələdə sözügedən_mərhələdə bu_dəfə budəfəki bu_köçdə ilk_mərhələdə birinci_mərhələdə"},
			{cueToday, "bu_gün bugün bu_günkü bu_səhər"},
			{cueTomorrow, "sabah sabahdan sabahkı"},
			{cueYesterday, "dünən dünənki"},
			{cueEarlier, "əvvəl əvvəllər əvvəlcə öncə daha_öncə xatırladaq ötən_həftə ötən_ay bundan_əvvəl bundan_öncə"},
			{cueAsOf, "tarixinə tarixinədək tarixə vəziyyətə vəziyyətinə tarixinə_olan tarixinə_kimi"},
			{cueWith, "bu_köçlə bu_qrupla birgə"},
			{cuePlans, `nəzərdə_tutulur nəzərdə_tutulub nəzərdə_tutulmuş nəzərdə_tutulan planlaşdırılır planlaşdırılıb planlaşdırılan plan plana planda
				gözlənilir hədəf* köçürülməsi_nəzərdə qərara_alınıb`},
			{cueWill, `köçürüləcək köçəcək köçürüləcəklər qayıdacaq qayıdacaqlar yola_salınacaq yerləşdiriləcək məskunlaşacaq veriləcək olacaq təmin_olunacaq
				köçürüləcəkdir məskunlaşdırılacaq inşa_ediləcək tikiləcək təhvil_veriləcək istifadəyə_veriləcək bərpa_ediləcək bərpa_olunacaq çatacaq
				təmin_ediləcək göndəriləcək köçürülecek edəcək edəcəklər köç_edəcək köçəcəklər`},
			{cueByEnd, "ilin_sonuna ilin_sonunadək ilin_sonuna_qədər sonunadək sonuna_qədər sonuna_kimi gələn_il növbəti_il qarşıdakı yaxın_vaxtlarda yaxın_aylarda"},
			{cueDraws, "püşkatma* püşk* püşkü"},
			{cueRoom, "otaqlı otaqdan otaqlıq birotaqlı ikiotaqlı üçotaqlı dördotaqlı beşotaqlı altıotaqlı otaqlıdır"},
			{cueCasualty, `həlak* şəhid* öldür* ölüb ölən* qətl* yaralan* yaralı* itkin* əsir* girov* soyqırım* qurban* məhv_ed* dünyasını_dəyiş* ölüm* vəfat*
				müharibə_əlili əlil*`},
			{cueLives, "yaşayır yaşayan yaşayanlar yaşayıb yaşayırdı yaşayırlar yaşayış_edir məskundur məskunlaşıblar qərar_tutub yaşamaqdadır"},
			{cueWorks, "işləyir işləyən işləyənlər çalışan çalışır işçi* əməkdaş* mütəxəssis*"},
			{cueStudy, "təhsil tələbə*"},
			{cuePopulation, "əhali əhalisi əhalinin"},
			{cueWas, "idi olub yaşayırdı yaşayıb vardı yaşamış"},
			{cueBeforeWar, `işğaldan_əvvəl işğala_qədər işğaladək işğal_olunanadək müharibədən_əvvəl siyahıyaalma* siyahıya_alınma* köçdən_əvvəl 1989-cu
				işğal_edilənədək işğal_olunana_qədər işğal_edilənə_qədər əvvəlki`},
			{cueLeaves, "tərk* çıxıb qaçıb gedib gediblər getdi boşald* köçüb_gedib qaçmış didərgin*"},
			{cueCrosses, "keçib_ermənistana sərhədi_keç* ermənistana_keç*"},
			{cueRemains, "qalıb qalıblar qalır qalmışdı qalan qalmışdır qalmaqdadır"},
			{cueRegisters, "qeydiyyat* qeydə_alın* uçot*"},
			{cueTemporary, "müvəqqəti yataqxana* sanatori* sığınacaq* yerləşdiril*"},
			{cueByState, "dövlət_tərəfindən hökumət*"},
			{cueBenefit, "sertifikat* vətəndaşlıq* pasport* ipoteka* müavinət* kompensasiya* subsidiya* pensiya* özünüməşğulluq* məşğulluq* kredit* yardım*"},
			{cueJob, "işlə_təmin iş_yeri iş_yerləri iş_ilə məşğulluq* peşə* kurs* əmək_qabiliyyətli"},
			{cueBuilds, "tikilib tikilmiş inşa tikilir inşası tikintisi istifadəyə_verilib salınıb tikilən"},
			{cueRepairs, "bərpa təmir yenidən_qurul* əsaslı_təmir"},
			{cueCondemned, "yararsız sökül* dağıdıl*"},
			{cueSends, "yola_salın* yola_düş* yola_sal* göndəril* yola_çıx* köçürülür köç_karvanı karvan* qayıdır yollanıb"},
			{cueArrives, "çatıb_* gəlib gəliblər gəldi açar* qarşılan* qovuşub qovuşublar qucaq_açıb qədəm təqdim_edil* təqdim_olun* çatıblar yetişib verilib"},
			{cueSettles, `köçürül* köç* qayıd* qayıt* məskunlaş* yerləşdiril* köçüb köçürülüb təmin_edilib təmin_olunub təmin_olunaraq təmin_edilmişdir
				təmin_olunmuşdur dönüb geri_dön*`},
			{cueDisplaced, "didərgin_düş* məcburən_köç*"},
			{cueComes, "gəlib gəliblər gəlir gəlirlər gəlmişdir gəlmişlər"},
			{cueLiberated, `azad_edilmiş azad_olunmuş azad_olunan işğaldan_azad doğma_torpaq* ərazilərə işğaldan_azad_edilən doğma_yurdlar* ata_yurdu`},
			{cueHomeland, "doğma_yurd* doğma_kənd* ata_yurd* dədə-baba vətən* dogma"},
			{cueVillage, "kənd kəndi kəndə kəndin kənddə kəndinə kəndində kəndinin kənddən kəndindən kəndindəki kəndimiz*"},
			{cueCity, "şəhər şəhəri şəhərə şəhərin şəhərdə şəhərinə şəhərində şəhərinin şəhərdən şəhərindən"},
			{cueTown, "qəsəbə qəsəbəsi qəsəbəyə qəsəbəsinə qəsəbəsində qəsəbəsinin qəsəbədə qəsəbəsindən"},
			{cueDistrict, "rayon rayonu rayona rayonun rayonda rayonuna rayonunda rayonunun rayonundan rayonları* rayonlarının rayonlarından rayonlarına"},
			{cueProvince, "vilayət* mərz*"},
			{cueInstitution, "xidmət* komitə* nümayəndə* nazirlik* nazirliy* agentlik* agentliy* idarə* hakimiyyət* icra_hakimiyyəti prokuror* səfirlik* şura*"},
			{cuePlaces, "yaşayış_məntəqə* kənd kənddə kəndə kəndin şəhər şəhərdə şəhərə"},
			{cueMask, `soyqırım* faciə* universitet* dəhliz* hava_limanı iqtisadi_rayon* küçə* müharibə* qələbə* döyüş* məktəb* yaşayış_kompleksi münaqişə*
				park* xanlıq* memorial* festival*`},
			{cueHere, "bura buraya burada ora oraya orada"},
			{cueRespectively, "müvafiq_olaraq uyğun_olaraq"},
			{cueIncluding, "o_cümlədən onlardan onların daxil_olmaqla onlarda bunlardan"},
			{cueNumberOf, "sayı sayını sayının sayına say"},
			{cueLink, `olmaqla ibarət yəni və ya və_ya və_yaxud olan cəmi ümumilikdə toplam -dən dən dan ilə daha ümumi məcburi keçmiş ki bu həmin nəfərlik bir
				təşkil_edən olub təxminən özündə birləşdirən əhatə_edən u ü ı i yaxud birlikdə`},
			{cueAge, "yaşlı yaşında yaşından yaşım yaşı"},
			{cueEach, "hər hərəyə ailə_başına adambaşına"},
			{cueDayWord, "səhər axşam günorta saat saatlarında"},
			{cueEmigrates, "ermənistanı_tərk ölkəni_tərk"},
			{cueRegion, "bölgəyə bölgələrə bölgədə"},
			{cueNeeds, "ehtiyac*"},
			{cueProgram, "böyük_qayıdış böyük_qayıdışa böyük_qayıdışın"},
			{cueNotNumber, "nömrəli saylı №"},
		},
		numbers: map[string]int{"bir": 1, "iki": 2, "üç": 3, "dörd": 4, "beş": 5, "altı": 6, "yeddi": 7, "səkkiz": 8, "doqquz": 9,
			"on": 10, "iyirmi": 20, "otuz": 30, "qırx": 40, "əlli": 50, "altmış": 60, "yetmiş": 70, "səksən": 80, "doxsan": 90},
		magnitudes: map[string]float64{"yüz": 100, "min mindən minə mini minlik minədək": 1000, "milyon milyondan mln": 1e6, "milyard mlrd": 1e9},
		months: []string{"yanvar yanvarın yanvarda yanvarından", "fevral fevralın fevralda", "mart martın martda", "aprel aprelin apreldə",
			"may mayın mayda", "iyun iyunun iyunda", "iyul iyulun iyulda", "avqust avqustun avqustda", "sentyabr sentyabrın sentyabrda",
			"oktyabr oktyabrın oktyabrda", "noyabr noyabrın noyabrda", "dekabr dekabrın dekabrda"},
		weekdays: []string{"bazar_ertəsi", "çərşənbə_axşamı", "çərşənbə", "cümə_axşamı", "cümə", "şənbə", "bazar_günü"},
		common: `və bu ki ilə üçün olan daha də ailə nəfər olub edilib olaraq görə bir kəndinə şəhərinə rayonunun azərbaycan köç xəbər verir
			olunub edib deyib sakinlər ailələr prezident dövlət`,
		placeFirst: true,
	}
}
