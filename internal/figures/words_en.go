package figures

func english() language {
	return language{
		code: "en",
		entries: []entry{
			{cueFamily, "family families familial_units household households"},
			{cuePerson, `people persons person individual individuals resident residents inhabitant inhabitants refugee refugees idp idps
				soul souls citizen citizens returnee returnees natives migrant migrants evacuees villagers repatriates civilian civilians
				humans human_beings armenians azerbaijanis displaced lachiners men_and_women settlers population family_members`},
			{cueWorker, "workers employees specialists students builders servicemen civil_servants teachers professionals soldiers troops officers officials"},
			{cuePart, "children child women men elderly minors males females male female boys girls pensioners adults men_and_boys"},
			{cueHome, "house houses home homes apartment apartments flat flats dwelling dwellings housing_units cottages private_houses"},
			{cueThing, `hectare* ha km kilometer* kilometre* meter* metre* mile* year* month* week* day days hour* minute* second* percent per_cent
				percentage* manat* dollar* usd amd dram drams euro* school* seat seats place places pupil* schoolchildren kindergarten* vehicle*
				car cars bus buses truck* mine mines landmines ordnance mw kw megawatt* village villages settlement settlements city cities
				town towns district districts region regions communit* countr* times building* facilit* job jobs vacanc* project* bridge*
				tunnel* road* hospital* clinic* bed beds ton tons tonne* degree* view views page* photo* group groups caravan* convoy* stage*
				phase* sister* brother* daughter* son sons grandchildren grandchild war wars centur* decade* square cubic acres enterprise*
				compan* call calls interview* application* certificate* passport* point points step steps floor* storey* story stories
				room rooms bedroom* part parts place-names monument* mosque* church* cemeter* grave* head heads cow cows sheep animal*
				species tree trees object* device* explosive* line lines states nation nations language* article* minutes guest* delegat*
				journalist* representative* member members expert* observer* patient* ambulance* helicopter* flight* trip* visit* event*
				district_centers stations kilowatt* litre* liter* gram* kilogram* old grade* class classes shop* store* market* company
				deputies candidates voters votes ballots tourists visitors nights peacekeepers locality localities area areas land lands`},
			{cueAbout, "about around approximately roughly circa estimated an_estimated approx near"},
			{cueMoreThan, "more_than over in_excess_of upwards_of exceeding exceeded exceeds surpassed greater_than"},
			{cueAtLeast, "at_least no_fewer_than no_less_than not_less_than minimum_of"},
			{cueLessThan, "less_than fewer_than no_more_than"},
			{cueUpTo, "up_to nearly almost close_to approaching nearing"},
			{cueAsManyAs, "as_many_as exactly precisely"},
			{cueSome, "some"},
			{cueSeveral, "several few a_few dozens hundreds thousands tens handful many numerous scores"},
			{cueHalf, "half_of"},
			{cueToDate, `to_date so_far until_now till_now up_to_now until_today till_today as_of_today as_of_now thus_far already hitherto by_now
				up_until_now to_this_day until_this_day till_date up_to_today up_to_the_present has_now have_now since_the_start
				since_the_beginning up_to_date until_the_present now_live now_lives at_the_moment up_to_this_point
				currently_live currently_reside are_now_home is_now_home currently_home`},
			{cueTotal, "in_total in_all total totally overall in_general altogether generally cumulative all_in_all as_a_result"},
			{cueThus, "thus therefore so hence consequently accordingly in_this_way"},
			{cueReaches, `reach* bringing_the brings_the brought_the bringing_to rose_to risen_to stands_at stood_at increased_to grown_to
				grew_to rises_to amounted_to amounts_to will_be_home_to will_total is_now are_now will_make`},
			{cuePermanent, "permanent* permanently_*"},
			{cueAnother, `another next_group new_group further latest_group latest_convoy next_convoy next_caravan first_group first_convoy
				additional next_batch new_batch group_of one_more_group following_group`},
			{cueMore, "more other additional further new"},
			{cueStage, `at_this_stage at_this_point this_stage in_this_phase at_this_time this_time this_phase at_the_current_stage at_this_phase
				in_the_next_stage at_the_next_stage on_this_occasion`},
			{cueToday, "today this_morning this_day earlier_today this_afternoon tonight"},
			{cueTomorrow, "tomorrow"},
			{cueYesterday, "yesterday"},
			{cueEarlier, "previously earlier before recall recap to_recap prior already_been last_time"},
			{cueAsOf, "as_of as_at by until"},
			{cueWith, "with_the_latest with_this_group with_today with_the_new with_the_next with_this_latest with_the_resettlement with_these with_the_arrival including_the_latest latest_group_included with_the_latest_group with_this"},
			{cuePlans, `plan plans planned planning expected envisage* envisag* scheduled intend* target* slated set_to preparing prepares aim aims
				aimed foresee* foreseen provides_for is_to_be are_to_be goal prepare intention due_to_be`},
			{cueWill, "will shall would going_to to_be_resettled to_be_relocated to_be_settled to_be_returned to_be_housed ll"},
			{cueByEnd, "by_the_end until_the_end by_the_close end_of_the_year end_of_this_year by_year end_of_2026 in_the_coming_years coming_months in_the_near_future next_year by_late soon"},
			{cueDraws, "draw draws drawing drawn lottery lotteries drew_lots lots lot_drawing lot-drawing"},
			{cueRoom, "room rooms bedroom bedrooms roomed"},
			{cueCasualty, `kill* dead death deaths die died dies casualt* wound* injur* missing captur* hostage* massacr* genocide victim victims martyr*
				slain murder* perish* fatalit* lost_their_lives deceased tortured taken_captive hospitali* admitted_to burns burned bodies fatal disabled_veterans`},
			{cueLives, "now_live now_lives currently_live currently_reside are_now_home is_now_home currently_home live lives living lived reside resides resided residing inhabit* home_to populated house_to dwell"},
			{cueWorks, "work works working worked employed employees workers specialists civil_servants builders personnel staff"},
			{cueStudy, "study studying students"},
			{cuePopulation, "population populace"},
			{cueInhabitant, "inhabitant inhabitants"},
			{cueWas, "had used_to was were lived been_living would"},
			{cueBeforeWar, `before_the prior_to pre-war prewar census pre-occupation before_occupation until_the_occupation at_the_time_of before_displacement
				before_1993 before_1992 in_1989 in_1988 in_1979 in_1992 in_1993 in_1991 until_1992 until_1993 before_being population_was
				population_of prior_to_the historically`},
			{cueLeaves, `fled flee flees fleeing left leave leaves leaving exodus abandon* emigrat* escap* evacuat* uproot* forced_out depart departed
				forced_to_leave outflow`},
			{cueCrosses, "cross* enter* forcibly_displaced_persons"},
			{cueRemains, "remain remains remained remaining stay stays stayed staying left_behind still_there still_in are_still is_still left_in"},
			{cueRegisters, "regist* enrolled refugee_status"},
			{cueTemporary, `temporary temporar* accommodat* shelter sheltered housed placed_in hotel hotels lodging lodged hosted provided_with_housing
				place_of_residence residence`},
			{cueByState, "by_the_government by_the_state government state state-provided provided_by state-run"},
			{cueBenefit, `certificate* citizenship passport* mortgage* allowance* compensation subsid* pension* beneficiar* loan* self-employ*
				self_employ* grant grants benefit benefits assistance applications employment_marathon`},
			{cueJob, "job jobs employment vocational courses employed hired recruited job_fair provided_with_jobs provided_with_work"},
			{cueBuilds, "built build construct* erected completed commissioned built-up housing_stock consists designed"},
			{cueRepairs, "usable restored repair*  renovat* rebuilt reconstruct* refurbish* overhaul* habitable salvageable repairable"},
			{cueCondemned, "uninhabitable demolish* beyond_repair destroyed unfit ruined"},
			{cueSends, `sent send sending dispatch* set_off set_out see_off seen_off on_their_way headed heading en_route being_resettled
				being_relocated leaving_for left_for leave_for departing departed caravan convoy on_the_way embarked are_returning is_returning
				are_moving is_moving are_relocating`},
			{cueArrives, `arriv* reached_the welcomed welcome greeted keys key handed_over presented_with stepped set_foot received_keys met_with`},
			{cueSettles, `resettl* relocat* return* settl* moved move moves moving rehous* repatriat* came come_back had_come have_come has_come come_to went_back housed comeback provided
				house-warming moved_in go_back went`},
			{cueDisplaced, "were_displaced been_displaced was_displaced displaced_from displaced_to forcibly_displaced displacement got_displaced"},
			{cueComes, "come comes coming came hail hails originate originates originally"},
			{cueLiberated, `liberated_territor* liberated_land* liberated_area* liberated_region* liberated_district* these_territor* these_lands native_lands
				restored_settlements liberated_settlements the_territories de-occupied_territories
				reconstructed_settlements formerly_occupied_territories liberated_cities residential_settlements entire_program homelands`},
			{cueHomeland, "native_land homeland native_village hometown native_city ancestral native_soil own_homes motherland"},
			{cueVillage, "village villages"},
			{cueCity, "city town cities towns"},
			{cueTown, "settlement settlements township"},
			{cueDistrict, "district districts region raion rayon"},
			{cueProvince, "province provinces region regions marz oblast"},
			{cueTo, "to into toward towards for"},
			{cueIn, "in at of"},
			{cueFrom, "from out_of via"},
			{cueInstitution, `service committee representative* office ministry agency executive_power executive_authority administration prosecutor
				embassy ombudsman authorities departments envoy`},
			{cuePlaces, "settlements villages cities towns communities localities"},
			{cueMask, `genocide massacre university airport corridor tragedy economic_region street war battle school complex residential_complex
				conflict memorial highway road issue movement operation victory theatre festival museum settlement_in`},
			{cueHere, "here there"},
			{cueRespectively, "respectively correspondingly"},
			{cueIncluding, "including include includes of_them of_these of_whom among_them among_these of_which out_of_them among_whom"},
			{cueNumberOf, "number_of numbers_of amount_of"},
			{cueLink, `or totaling totalling comprising comprised comprises making_up made_up makes_up make_up consisting consisted consists amounting_to
				namely i_e ie that_is which_is of out_of with a_total_of total_of equivalent representing including encompassing
				involving and in_total composed for_a_total_of the numbering accounting_for it_is this_is constituting meaning a an
				up to for all altogether counting containing i.e e to_be_exact is covering total totally approximately about some
				around composed_of amounted_to namely_of around equal_to former internally displaced persons idps who are which`},
			{cueAge, "aged age years_old year-old year_old"},
			{cueEach, "each per every apiece"},
			{cueDayWord, "morning evening noon midnight hours o'clock local_time"},
			{cueEmigrates, "left_the_country left_armenia emigrat* not_returned not_yet_returned leave_armenia leaving_armenia departed_from_armenia"},
			{cueRegion, "the_region these_regions these_areas the_area"},
			{cueNeeds, "under_consideration under_review still_being_determined still_being_assessed needs_are_being needs_assessment being_identified under_assessment being_processed needs_of in_process"},
			{cueProgram, "great_return"},
			{cueNotNumber, "no number nos school_no decree resolution article paragraph protocol order flight"},
		},
		numbers: map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
			"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
			"nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
		magnitudes: map[string]float64{"hundred": 100, "thousand k": 1000, "million mln": 1e6, "billion bln": 1e9, "dozen": 12},
		months: []string{"january jan", "february feb", "march", "april apr", "may", "june jun", "july jul", "august aug",
			"september sept sep", "october oct", "november nov", "december dec"},
		weekdays: []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
		common: `the of and to in was were has have been with from this that their which for at on by are families people an as is
			total who being into will after another`,
	}
}
