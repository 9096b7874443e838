//! What passports, identity cards, the numbers of citizens, licences and plates are called in many languages, as the labels of
//! forms have it.

use super::Kind;

/// The words of each kind, as [`WORDS`](super::words::WORDS) has them.
pub(super) const PAPERS: &[(Kind, &str)] = &[
    (
        Kind::Passport,
        "číslo pasu, cestovní pas, pas č., č. pasu, číslo cestovního pasu, cestovný pas, \
         číslo cestovného pasu, útlevélszám, útlevél száma, útlevél, útlevele száma, număr pașaport, \
         pașaport, nr. pașaport, seria și numărul pașaportului, numărul pașaportului, passin numero, \
         passi, passinumero, passin nro, pasaport numarası, pasaport, pasaport no, pasaport no., \
         αριθμός διαβατηρίου, διαβατήριο, αρ. διαβατηρίου, паспорт, номер паспорта, \
         серия и номер паспорта, загранпаспорт, паспорт серия и номер, серія та номер паспорта, \
         закордонний паспорт, パスポート番号, 旅券番号, パスポート, パスポートno, 护照号, 护照号码, \
         护照, 护照编号, 護照號碼, 護照, 護照號, 여권번호, 여권 번호, 여권, 여권 no., رقم جواز السفر, \
         جواز السفر, رقم الجواز, جواز سفر رقم, מספר דרכון, דרכון, מס' דרכון, passnummer, passets nummer, \
         passnr., pass nr., pasnummer, pasnr., numer paszportu, paszport, nr paszportu, \
         seria i numer paszportu, paszport nr, paspoortnummer, paspoort, paspoort nr., paspoortnr., \
         nummer paspoort, numero di passaporto, passaporto, passaporto n., n. passaporto, \
         numero passaporto, número do passaporte, passaporte, nº do passaporte, n.º de passaporte, \
         passaporte nº, número de pasaporte, pasaporte, nº de pasaporte, n.º de pasaporte, \
         pasaporte núm., numéro de passeport, passeport, n° de passeport, passeport n°, \
         passeport numéro, reisepassnummer, reisepass-nr., pass-nr., reisepass, \
         hộ chiếu, số hộ chiếu, paspor, nomor paspor, no. paspor, pasport, no. pasport, putovnica, \
         broj putovnice, br. putovnice, pasoš, broj pasoša, br. pasoša, пасош, број пасоша, potni list, \
         številka potnega lista, št. potnega lista, задграничен паспорт, номер на паспорт, паспорт №, \
         паспорт рф, загран, серия номер, paso numeris, paso nr., pases numurs, pases nr., passi number, passi nr, \
         گذرنامه, شماره گذرنامه, پاسپورت, جواز سفر, หนังสือเดินทาง, พาสปอร์ต, पासपोर्ट, पासपोर्ट संख्या, \
         पासपोर्ट नंबर",
    ),
    (
        Kind::Identity,
        "občanský průkaz, číslo občanského průkazu, č. op, op č., číslo op, občiansky preukaz, \
         číslo občianskeho preukazu, személyi igazolvány, személyi igazolvány száma, személyi ig. szám, \
         személyigazolvány-szám, szig. szám, carte de identitate, serie și număr ci, nr. buletin, seria ci, \
         henkilökortti, henkilökortin numero, henkilökorttinumero, kimlik kartı, kimlik seri no, \
         nüfus cüzdanı, kimlik kartı seri no, αριθμός ταυτότητας, αδτ, δελτίο ταυτότητας, αρ. ταυτότητας, \
         удостоверение личности, номер удостоверения, номер удостоверения личности, id-картка, \
         номер id-картки, посвідчення особи, 在留カード番号, 身分証明書番号, 在留カード, 외국인등록번호, 신분증 번호, 외국인 등록번호, id-kort, \
         id-kortsnummer, id-kort nr, identitetskort, id-kortnummer, nasjonalt id-kort, legitimationskort, \
         dowód osobisty, numer dowodu osobistego, nr dowodu, seria i numer dowodu, numer dowodu, \
         identiteitskaart, identiteitskaartnummer, id-kaart, nummer identiteitskaart, carta d'identità, \
         numero carta d'identità, carta d'identità n., documento d'identità, cartão de cidadão, \
         cartão de identidade, carteira de identidade, bilhete de identidade, número do cartão de cidadão, \
         documento nacional de identidad, nº dni, número de dni, documento de identidad, cédula, \
         carte d'identité, numéro de carte d'identité, n° cni, carte nationale d'identité, \
         personalausweisnummer, ausweisnummer, personalausweis, ausweis-nr., personalausweis-nr., \
         cédula de ciudadanía, cédula de identidad, cédula de extranjería, c.c., c.i., α.δ.τ., nin, cin, \
         n° cin, cine, cnie, n° cnie, nrc, huduma, huduma namba, fayda, numer dowodu tożsamości, \
         personalkort, osobna iskaznica, broj osobne iskaznice, osobna br., br. osobne, lična karta, \
         broj lične karte, лична карта, број личне карте, номер на лична карта, л.к., osebna izkaznica, \
         številka osebne izkaznice, št. osebne izkaznice, asmens tapatybės kortelė, atk nr., \
         personas apliecība, id-kaardi number, isikutunnistus, kartu identitas, no. identitas, \
         kad pengenalan, no. kad pengenalan, شناسنامه, شماره شناسنامه, αρ. δελτίου ταυτότητας, \
         αριθμός δελτίου ταυτότητας, szem. ig., szem.ig., szig., szem. ig. száma, cni n°, cni, carte id., n.º cc, n.º do cc, nº cc, c.i. n., legitymacja, č. občanského průkazu, 回乡证, 港澳居民来往内地通行证, 台胞证, 港澳通行证, dowód, c.i.e., szig.szám, dow. os., nr dow. os., ci: seria, ci seria, buletin seria, c.i. seria, carte de identitate seria, carte de identitate nr",
    ),
    (
        Kind::Licence,
        "řidičský průkaz, číslo řidičského průkazu, č. řp, řp č., vodičský preukaz, \
         číslo vodičského preukazu, č. vp, jogosítvány, vezetői engedély, jogosítvány száma, \
         vezetői engedély száma, permis de conducere, nr. permis, număr permis de conducere, \
         numărul permisului, ajokortti, ajokortin numero, ajokorttinumero, ehliyet, sürücü belgesi, \
         ehliyet no, ehliyet numarası, sürücü belgesi no, δίπλωμα οδήγησης, άδεια οδήγησης, \
         αριθμός διπλώματος, αρ. άδειας οδήγησης, водительское удостоверение, \
         номер водительского удостоверения, водительские права, водійське посвідчення, посвідчення водія, \
         номер водійського посвідчення, права водія, 運転免許証番号, 免許証番号, 運転免許証, 免許番号, 驾驶证号, 驾照号, 驾驶证, 驾驶证号码, \
         驾照号码, 駕照號碼, 駕照, 駕駛執照號碼, 운전면허번호, 운전면허증 번호, 운전면허, رخصة القيادة, رقم رخصة القيادة, رقم الرخصة, \
         רישיון נהיגה, מספר רישיון נהיגה, מס' רישיון, körkort, körkortsnummer, körkortsnr, körkort nr, \
         førerkort, førerkortnummer, førerkortnr., førerkort nr., kørekort, kørekortnummer, kørekortnr., \
         kørekort nr., prawo jazdy, numer prawa jazdy, nr prawa jazdy, rijbewijs, rijbewijsnummer, \
         rijbewijsnr., nummer rijbewijs, patente di guida, numero patente, n. patente, numero di patente, \
         carta de condução, carteira de motorista, número da cnh, nº da carta de condução, \
         permiso de conducir, carné de conducir, licencia de conducir, número de permiso de conducir, \
         carnet de conducir, permis de conduire, numéro de permis de conduire, n° de permis, \
         numéro du permis, führerscheinnummer, führerschein, führerschein-nr., giấy phép lái xe, \
         số giấy phép lái xe, gplx, bằng lái xe, lesen memandu, no. lesen memandu, vozačka dozvola, \
         broj vozačke dozvole, vozačka, возачка дозвола, vozniško dovoljenje, \
         številka vozniškega dovoljenja, шофьорска книжка, свидетелство за управление, \
         vairuotojo pažymėjimas, vairuotojo pažymėjimo nr., vadītāja apliecība, autovadītāja apliecība, \
         juhiluba, juhiloa number, گواهینامه, شماره گواهینامه, ใบขับขี่, δίπλωμα, carta de cond., n.º carta de condução, permis c, licencia de manejo, licencia de manejo tipo a, licencia de manejo tipo b, licencia de manejo tipo c, \
         licencia tipo b, brevete, n.º de brevete, registro de conducir, licencia de conducción, führerschein nr, 운전면허증, в/у, ву №, номер в/у",
    ),
    (
        Kind::Plate,
        "registrační značka, poznávací značka, ečv, evidenčné číslo vozidla, poznávacia značka, rendszám, \
         forgalmi rendszám, autó rendszáma, rendszáma, număr de înmatriculare, nr. înmatriculare, nr. auto, \
         numărul mașinii, rekisterinumero, rekisteritunnus, rek.nro, rekisterikilpi, araç plakası, plaka no, \
         plaka numarası, αριθμός κυκλοφορίας, αριθμός πινακίδας, αρ. κυκλοφορίας, госномер, номерной знак, \
         гос. номер, номер автомобиля, регистрационный знак, номерний знак, держномер, номер авто, \
         державний номер, 车牌, 车牌号, 车牌号码, 号牌号码, 車牌, 車牌號碼, 車號, 차량번호, 차량 번호, 번호판, 자동차번호, رقم اللوحة, \
         لوحة السيارة, لوحة المركبة, מספר רכב, לוחית רישוי, מס' רכב, מספר רישוי, registreringsnummer, \
         regnummer, regnr, reg.nr, registreringsskylt, skiltnummer, regnr., bilskilt, reg.nr., nummerplade, \
         indregistreringsnummer, numer rejestracyjny, tablica rejestracyjna, nr rejestracyjny, nummerplaat, \
         kentekennummer, kentekenplaat, targa del veicolo, numero di targa, targa auto, placa do carro, \
         placa do veículo, número da matrícula, número de matrícula, matrícula del coche, \
         plaque d'immatriculation, numéro d'immatriculation, kfz-kennzeichen, nummernschild, \
         autokennzeichen, amtl. kennzeichen, biển số, biển số xe, biển kiểm soát, nomor polisi, no. polisi, \
         nopol, plat nomor, pelat nomor, nombor plat, registracija, registarska oznaka, reg. oznaka, \
         registarske tablice, registarski broj, регистарска ознака, регистрационен номер, рег. номер, \
         рег. №, registrska številka, registrska oznaka, valstybinis numeris, valst. nr., valsts numurs, \
         registreerimismärk, پلاک, شماره پلاک, rekkari, rekkarissa, nr. de înmatriculare, nr. înmatriculare, \
         מספר רכב, רכב מספר, no polisi, 차량, 車両番号, 社用車, 車両ナンバー, ナンバー, spz, rz, αρ. κυκλ., αριθμός κυκλ., πινακίδα, πινακίδες, çekici plaka, plakası, αυτοκίνητο, rek.tunnus, rekisteri, auto rek., auto rek, kjennemerke, vehicle no, vehicle number, placas, patente, matricula, nr inmatriculare, numar inmatriculare, nr. de înmatriculare auto, bilens reg.nr, госномер авто, гос номер",
    ),
    (
        Kind::Vehicle,
        "viatura, veículo, vehículo, véhicule, voiture, furgoneta, furgoneta autorizada, fahrzeug, dienstwagen, firmenwagen, \
         voertuig, bedrijfsauto, pojazd, samochód, samochod, tjenestebil, firmabil, kjøretøy, køretøj, bil, tjänstebil, \
         ajoneuvo, jármű, céges autó, vozidlo, služební vůz, autovehicul, araç, όχημα, автомобиль, машина, машину, авто, \
         автомобіль, placa cavalo, placa carreta, veicolo, automezzo",
    ),
    (
        Kind::National,
        "rodné číslo, rč, r.č., taj-szám, taj szám, taj, társadalombiztosítási azonosító jel, taj száma, \
         adóazonosító jel, adóazonosító, adószám, adóazonosító jele, cnp, cod numeric personal, \
         codul numeric personal, c.n.p., henkilötunnus, hetu, sotu, sosiaaliturvatunnus, tc kimlik no, \
         t.c. kimlik numarası, tckn, kimlik numarası, tc kimlik numarası, vergi numarası, \
         vergi kimlik numarası, vkn, vergi no, vergi kimlik no, αμκα, α.μ.κ.α., αριθμός αμκα, \
         αριθμός μητρώου κοινωνικής ασφάλισης, αφμ, α.φ.μ., αριθμός φορολογικού μητρώου, αριθμός αφμ, снилс, \
         номер снилс, страховой номер, снилс пациента, инн, номер инн, инн физлица, \
         идентификационный номер налогоплательщика, рнокпп, іпн, ідентифікаційний код, \
         ідентифікаційний номер, податковий номер, інн, マイナンバー, 個人番号, 個人番号(マイナンバー), 身份证号, 身份证, 身份证号码, \
         公民身份号码, 居民身份证, 身分證字號, 身分證號碼, 身分證, 國民身分證統一編號, 身份證字號, 주민등록번호, 주민번호, 주민등록 번호, رقم الهوية, \
         الرقم القومي, رقم الهوية الوطنية, الهوية الوطنية, رقم الإقامة, الرقم الوطني, תעודת זהות, מספר זהות, \
         ת.ז., ת\"ז, מספר תעודת זהות, מס' זהות, personnummer, personnr, samordningsnummer, pers.nr, \
         personnumret, fødselsnummer, fødselsnr., d-nummer, fnr, cpr-nummer, cpr, cpr-nr., cpr.nr., pesel, \
         numer pesel, nr pesel, pesel pacjenta, nip, numer nip, numer identyfikacji podatkowej, nr nip, \
         burgerservicenummer, bsn, bsn-nummer, sofinummer, burger service nummer, codice fiscale, \
         cod. fiscale, cod. fisc., cpf, número do cpf, cpf/mf, nº cpf, número de contribuinte, \
         nº contribuinte, número de identificação fiscal, número de identidad de extranjero, nie, \
         número nie, n.i.e., número de identificación fiscal, n.i.f., identificación fiscal, \
         numéro de sécurité sociale, nir, sécurité sociale, n° de sécu, insee, numéro insee, numéro fiscal, \
         numéro fiscal de référence, identifiant fiscal, n° fiscal, rentenversicherungsnummer, \
         sozialversicherungsnummer, rv-nummer, sv-nummer, versicherungsnummer, steuer-id, \
         steueridentifikationsnummer, steuer-idnr., steuerliche identifikationsnummer, cnic, nicop, uan, \
         no. ktp, nomor ktp, no. nik, npwp, no. npwp, pag-ibig, umid, philsys, cccd, số cccd, cmnd, số cmnd, \
         cước công dân, cước công dân số, chứng minh nhân dân, số chứng minh nhân dân, mã số thuế, иин, жсн, \
         пинфл, pinfl, jshshir, жшшир, личный номер, идентификационный номер, teudat zehut, iqama, qid, \
         الرقم المدني, الرقم الشخصي, البطاقة المدنية, رقم البطاقة, رقم بطاقة الهوية, رقم البطاقة الشخصية, \
         هوية مقيم, کد ملی, کدملی, شماره ملی, kode melli, isikukood, isikukoodi, asmens kodas, asmens kodą, \
         a.k., personas kods, personas kodu, personas koda, p.k., emšo, jmbg, јмбг, матични број, ембг, \
         матичен број, егн, лнч, единен граждански номер, davčna številka, davčna št., numri personal, nipt, \
         idnp, afm, amka, kennitala, kennitölu, oib, osobni identifikacijski broj, dni, d.n.i., nit, ruc, \
         dpi, cui, rtn, nss, imss, número de seguridad social, carné de identidad, carnet de identidad, \
         clave de elector, kra pin, nida, nambari ya nida, omang, snils, numéro spi, n° spi, \
         numéro national, numéro d'identification national, ת״ז, מס׳ זהות, r.f.c., registro federal de contribuyentes, adószáma, cég adószáma, a cég adószáma, közösségi adószám, 统一社会信用代码, 纳税人识别号, 税号, \
         社会信用代码, 統一編號, 사업자등록번호, 사업자번호, 法人番号, 基礎年金番号, 年金番号, α.φ.μ. συνεργείου, cvr, cvr-nr., cvr nr., cvr-nummer, org.nr, org.nr., orgnr, orgnr., organisasjonsnummer, organisationsnummer, y-tunnus, nipc, dič, kvk, kvk-nummer, uid-nummer",
    ),
];
