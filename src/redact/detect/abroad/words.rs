//! What accounts, patients, codes, days of birth and so on are called in many languages, as the labels of forms have it.

use super::Kind;

/// The words of each kind, in small letters with their accents, parted by commas. A blank may be written `_` or `-`.
pub(super) const WORDS: &[(Kind, &str)] = &[
    (
        Kind::Record,
        "číslo pacienta, číslo chorobopisu, chorobopis, id pacienta, beteg azonosító, betegazonosító, \
         törzsszám, kórlap száma, kórlapszám, număr pacient, număr fișă, nr. pacient, foaie de observație, nr. fișă, \
         id pacient, potilasnumero, potilastunnus, sairauskertomus, potilaan numero, hasta numarası, \
         hasta no, αριθμός ασθενούς, αριθμός φακέλου, κωδικός ασθενούς, номер карты пациента, \
         номер истории болезни, история болезни, номер пациента, медкарта, амбулаторная карта, \
         номер картки пацієнта, номер історії хвороби, історія хвороби, номер пацієнта, 患者番号, カルテ番号, 診察券番号, \
         患者id, 病历号, 住院号, 病案号, 患者编号, 门诊号, 就诊卡号, 病歷號, 病歷號碼, 病人編號, 就診號, 환자번호, 차트번호, 병록번호, 환자 id, رقم المريض, \
         رقم الملف الطبي, الملف الطبي, رقم الملف, מספר מטופל, מספר תיק רפואי, תיק רפואי, מספר תיק, \
         patientnummer, journalnummer, patient-id, journalnr, pasientnummer, pasient-id, npr-nummer, \
         journalnr., numer pacjenta, numer historii choroby, karta pacjenta, id pacjenta, \
         nr historii choroby, patiëntnummer, patiëntennummer, patiënt-id, numero paziente, cartella clinica, \
         numero cartella clinica, id paziente, codice paziente, n. cartella, número do prontuário, \
         número do paciente, número do processo clínico, nº do prontuário, número de historia clínica, \
         historia clínica, número de paciente, nº de historia, expediente clínico, numéro de patient, \
         n° de dossier, numéro de dossier médical, dossier patient, n° patient, patientennummer, \
         patienten-id, patientenaktennummer, patienten-nr., mã bệnh nhân, mã bn, \
         số bệnh án, nomor rekam medis, no. rekam medis, no. pesakit, broj pacijenta, broj kartona, \
         številka kartoteke, kartoteka št., ligos istorijos nr., paciento kodas, pacienta kods, \
         haigusloo number, patsiendi number, شماره پرونده, شماره بیمار, 병원 등록번호, 환자 등록번호, nosografico, \
         n. nosografico, cod. paziente, patiëntnr., patientnr, αρ. μητρώου ασθενή, αριθμός μητρώου ασθενή, pasientnr., nr pacjenta, ipp, n° ipp, patient control no, patient control number",
    ),
    (
        Kind::Plan,
        "číslo pojištěnce, č. pojištěnce, číslo zdravotního pojištění, číslo pojistné smlouvy, \
         členské číslo, č. pojistky, číslo poistenca, č. poistenca, číslo zdravotného poistenia, \
         číslo poistky, číslo poistnej zmluvy, kötvényszám, tagsági szám, biztosítási szám, tagazonosító, \
         număr poliță, număr asigurat, nr. poliță, număr de membru, vakuutusnumero, jäsennumero, \
         vakuutuskirjan numero, jäsennro, poliçe numarası, poliçe no, üye numarası, üyelik numarası, üye no, \
         sigortalı no, αριθμός μέλους, αριθμός συμβολαίου, αριθμός ασφαλιστηρίου, полис омс, номер полиса, \
         номер полиса омс, номер страхового полиса, полис дмс, номер полиса дмс, членский номер, \
         номер поліса, номер страхового поліса, членський номер, 保険証番号, 被保険者番号, 健康保険証番号, 被保険者証番号, 会員番号, \
         証券番号, 保険証券番号, 社保号, 医保卡号, 社会保障号, 社保卡号, 社会保障号码, 保单号, 会员号, 保险单号, 会员卡号, 健保卡號, 健保卡號碼, 健保號碼, 保單號碼, 會員編號, \
         會員號碼, 保單號, 건강보험증 번호, 건강보험번호, 보험증번호, 회원번호, 증권번호, 보험증권번호, 회원 번호, رقم البوليصة, رقم العضوية, \
         رقم وثيقة التأمين, رقم التأمين, מספר פוליסה, מספר חבר, מס' פוליסה, försäkringsnummer, \
         medlemsnummer, medlemsnr, försäkringsnr, polisenummer, forsikringsnummer, polisenr., policenummer, \
         policenr., numer polisy, numer ubezpieczenia, nr polisy, numer członkowski, verzekerdennummer, \
         zorgverzekeringsnummer, polisnummer zorg, lidnummer, lidmaatschapsnummer, tessera sanitaria, \
         numero tessera sanitaria, numero della tessera sanitaria, numero di polizza, numero tessera, \
         n. polizza, numero assicurato, cartão nacional de saúde, número do sus, cartão sus, \
         número de utente, número da apólice, número da carteirinha, carteirinha, número de beneficiário, \
         nº da apólice, matrícula do plano, número de la seguridad social, nuss, nº seguridad social, \
         número de afiliación, nº de afiliación, número de póliza, número de afiliado, número de socio, \
         nº de póliza, número de asegurado, numéro d'assuré, carte vitale, n° vitale, \
         numéro d'assuré social, numéro ss, numéro d'adhérent, n° d'adhérent, numéro de mutuelle, \
         krankenversichertennummer, kv-nummer, versichertennummer, krankenversicherungsnummer, kvnr, \
         policennummer, versicherungsscheinnummer, mitglieds-nr., no. bpjs, nomor bpjs, bpjs kesehatan, \
         kartu bpjs, mã thẻ bhyt, broj osigurane osobe, mbo, lbo, \
         broj zdravstvene knjižice, kzz, številka zavarovane osebe, \
         nomor peserta bpjs, peserta bpjs, n.º utente, nº utente, n.º utente sns, nº utente sns, utente sns, cip, n.º cip, sip, n.º sip, nº sip, cip / sip, nº de beneficiario, n.º de beneficiario, \
         記号番号, 社保编号, 医保编号, 記号・番号, 健康保険 記号・番号, med card no, med. card no, credencial, num adhérent, num. adhérent, nr. asigurat, cod asigurat, numéro adhérent, n° adhérent, полис, versichertenkarte, n° de credencial, obra social, tpa card, tpa id, abha number, abha no",
    ),
    (
        Kind::Account,
        "číslo účtu, bankovní účet, č. účtu, bankový účet, bankszámlaszám, számlaszám, bankszámla, \
         számla száma, cont bancar, număr de cont, nr. cont, contul bancar, tilinumero, pankkitili, tilinro, \
         hesap numarası, banka hesabı, hesap no, banka hesap numarası, αριθμός λογαριασμού, \
         τραπεζικός λογαριασμός, αρ. λογαριασμού, расчётный счёт, номер счёта, р/с, лицевой счёт, \
         банковский счёт, номер рахунку, банківський рахунок, розрахунковий рахунок, 口座番号, 銀行口座, 普通口座, 银行账号, \
         账号, 银行帐号, 开户账号, 银行账户, 銀行帳號, 帳號, 銀行帳戶, 帳戶號碼, 계좌번호, 은행계좌, 통장번호, 은행 계좌번호, رقم الحساب, الحساب البنكي, \
         رقم الحساب البنكي, حساب بنكي, מספר חשבון, חשבון בנק, מס' חשבון, מספר חשבון בנק, kontonummer, \
         bankkonto, kontonr, kontonr., numer konta, rachunek bankowy, konto bankowe, numer rachunku, \
         nr konta, nr rachunku, rekeningnummer, bankrekening, bankrekeningnummer, conto corrente, \
         numero di conto, conto bancario, n. conto, numero conto corrente, conta bancária, número da conta, \
         conta corrente, nº da conta, número de cuenta, cuenta bancaria, cuenta corriente, nº de cuenta, \
         numéro de compte, compte bancaire, n° de compte, konto-nr., kto.-nr., depotnummer, depot-nr., \
         depotnr., identifiant client, schüler-id, schülernummer, schüler-nr., số tài khoản, stk, tài khoản, \
         nomor rekening, no. rekening, no. rek, no. akaun, nombor akaun, broj računa, br. računa, \
         tekući račun, број рачуна, текући рачун, številka računa, št. računa, номер на сметка, сметка №, \
         sąskaitos numeris, sąskaitos nr., konta numurs, konta nr., kontonumber, arveldusarve, شماره حساب, \
         شماره شبا, เลขที่บัญชี, เลขบัญชี, खाता संख्या, खाता नंबर, 입금계좌, 계좌, nib, cbu, cvu, cci, \
         cuenta de ahorros, no rek, no rekening, 급여계좌, 급여 계좌, 국민은행, 신한은행, 우리은행, 하나은행, 농협은행, 기업은행, clabe, clabe interbancaria, cuenta clabe, clabe para depósito, clabe para depósitos, \
         alias cbu, cta. cte., cta cte, cuenta vista, cuenta rut, número de conta, c/c n., conta poupança, lønkonto, reg. og konto, bankovní spojení, relatienr., relatienummer, klantnr., clabe interbancaria para depósito, bankszámla száma, účet, зарплатный счёт, зарплатный счет, расчетный счет, расчётный счет, бик, бик банка, р/счёт, reg konto, reg.konto, regkonto, cta rut, konto nr",
    ),
    (
        Kind::Card,
        "kartennummer, kreditkartennummer, kartennr., karten-nr., kreditkarten-nr., numéro de carte, n° de carte, \
         numéro de carte bancaire, numéro de la carte, número de tarjeta, nº de tarjeta, número de la tarjeta, \
         número do cartão, nº do cartão, número de cartão, numero della carta, numero carta, numero di carta, \
         n. carta, kaartnummer, creditcardnummer, numer karty, nr karty, číslo karty, č. karty, číslo platební karty, \
         kártyaszám, bankkártyaszám, bankkártya száma, număr card, număr de card, nr. card, numărul cardului, kortnummer, \
         kortnr, kortnr., kreditkortsnummer, kortin numero, korttinumero, luottokortin numero, kart numarası, kart no, \
         kredi kartı no, kredi kartı numarası, αριθμός κάρτας, αρ. κάρτας, номер карты, номер картки, номер банковской карты, \
         カード番号, クレジットカード番号, 信用卡号, 银行卡号, 信用卡卡号, 信用卡號, 信用卡卡號, 카드번호, 카드 번호, 신용카드번호, 신용카드 번호, \
         broj kartice, številka kartice, kortelės numeris, kartes numurs, kaardi number, nomor kartu",
    ),
    (
        Kind::SecurityCode,
        "bezpečnostní kód, cvv kód, ověřovací kód karty, bezpečnostný kód, overovací kód karty, \
         biztonsági kód, cvc-kód, cod de securitate, cod cvv, codul de securitate, turvakoodi, \
         kortin turvakoodi, turvaluku, güvenlik kodu, cvv kodu, κωδικός ασφαλείας, κωδικός cvv, \
         код безопасности, cvv-код, защитный код, код безпеки, セキュリティコード, セキュリティーコード, \
         安全码, 卡验证码, cvv码, 安全碼, 卡片驗證碼, 安全驗證碼, 보안코드, cvc번호, 카드 보안코드, \
         رمز الأمان, رمز التحقق من البطاقة, קוד אבטחה, שלוש ספרות בגב הכרטיס, säkerhetskod, cvc-kod, \
         cvv-kod, sikkerhetskode, cvc-kode, cvv-kode, sikkerhedskode, kontrolcifre, kod cvv, \
         kod zabezpieczający, kod bezpieczeństwa, beveiligingscode, cvc-code, veiligheidscode, \
         codice di sicurezza, codice cvv, codice di controllo, código de segurança, \
         código de segurança do cartão, código cvv, código de seguridad, \
         código de verificación de la tarjeta, cryptogramme, code de sécurité, cryptogramme visuel, \
         prüfziffer, kartenprüfnummer, sicherheitscode, prüfnummer, \
         mã bảo mật, mã cvv, kode keamanan, sigurnosni kod, varnostna koda, защитен код, трёхзначный код, \
         трехзначный код, saugos kodas, drošības kods, turvakood",
    ),
    (
        Kind::Expiry,
        "platnost do, datum platnosti, konec platnosti, platnosť do, dátum platnosti, lejárati dátum, \
         data expirării, valabil până la, expiră la, valabilitate, voimassaolo päättyy, \
         viimeinen voimassaolopäivä, voimassa asti, son kullanma tarihi, geçerlilik tarihi, \
         son kullanım tarihi, ημερομηνία λήξης, ισχύει έως, срок действия, действительна до, действует до, \
         срок действия карты, термін дії, дійсна до, строк дії, 有効期限, 有效期, 有效期至, 到期日, 有效期限, 有效日期, 유효기간, 만료일, \
         유효 기간, صالحة حتى, تاريخ الصلاحية, تنتهي في, בתוקף עד, תאריך תפוגה, utgångsdatum, giltig t.o.m., \
         förfallodatum, giltighetstid, utløpsdato, gyldig til, udløbsdato, data ważności, ważna do, \
         termin ważności, ważność, vervaldatum, geldig tot, verloopdatum, geldig t/m, data di scadenza, \
         valida fino al, valida fino a, data de validade, válido até, data de expiração, fecha de caducidad, \
         fecha de vencimiento, válida hasta, date d'expiration, expire le, date de validité, \
         valable jusqu'au, gültig bis, ablaufdatum, gültigkeit, verfallsdatum, ngày hết hạn, hết hạn, \
         berlaku hingga, vrijedi do, važi do, валидна до, galioja iki, kehtib kuni, تاریخ انقضا, son kul., skt, s.k.t., scad., scad",
    ),
    (
        Kind::Pin,
        "pin kód, kód pin, pin karty, pin-kód, titkos kód, kártya pin-kódja, cod pin, codul pin, \
         pin card, pin-koodi, tunnusluku, kortin tunnusluku, pin kodu, kart şifresi, pin numarası, \
         κωδικός pin, κωδικός κάρτας, μυστικός κωδικός, пин-код, pin-код, пин, пин-код карты, пинкод, \
         пін-код, пін, пін-код картки, 暗証番号, pinコード, カードの暗証番号, pin码, 取款密码, \
         个人识别码, pin碼, 提款密碼, 提款卡密碼, pin 번호, 핀번호, 카드 비밀번호, 핀코드, \
         رقم التعريف الشخصي, الرقم السري, الرمز السري, رمز pin, קוד סודי, קוד pin, קוד אישי, pin-kod, \
         pinkod, kortets pin-kod, hemlig kod, pin-kode, pinkode, pin-koden, hemmelig kode, kod pin, \
         numer pin, geheime code, codice pin, codice segreto, codice della carta, \
         senha do cartão, pin do cartão, código secreto, clave pin, número secreto, pin de la tarjeta, \
         code pin, code secret, code confidentiel, code de la carte, geheimzahl, karten-pin, geheimnummer",
    ),
    (
        Kind::Code,
        "ověřovací kód, jednorázové heslo, jednorázový kód, potvrzovací kód, autorizační kód, \
         kód ke dveřím, kód alarmu, přístupový kód, kód od dveří, vstupní kód, overovací kód, \
         jednorazové heslo, jednorazový kód, potvrdzovací kód, kód od dverí, prístupový kód, \
         kód k dverám, vstupný kód, ellenőrző kód, egyszer használatos kód, egyszeri jelszó, \
         hitelesítő kód, megerősítő kód, ajtókód, kapukód, riasztókód, belépőkód, riasztó kódja, \
         belépési kód, cod de verificare, parolă unică, cod de confirmare, codul de verificare, cod ușă, \
         codul ușii, cod alarmă, cod de acces, cod interfon, codul de acces, vahvistuskoodi, \
         kertakäyttökoodi, kertakäyttösalasana, tarkistuskoodi, kertakoodi, ovikoodi, hälytyskoodi, \
         kulkukoodi, oven koodi, oven koodi varastolle, porttikoodi, portin koodi, varaston koodi, varastokoodi, \
         hälyttimen koodi, hälytin, hälyttimen, avainkaapin koodi, kód do šatny, kód do kanceláře, kód schránky, arka kapı kodu, doğrulama kodu, tek kullanımlık şifre, onay kodu, \
         sms kodu, tek kullanımlık kod, kapı kodu, alarm kodu, kapı şifresi, giriş kodu, alarm şifresi, \
         κωδικός επαλήθευσης, κωδικός μίας χρήσης, κωδικός επιβεβαίωσης, κωδικός μιας χρήσης, \
         κωδικός πόρτας, κωδικός συναγερμού, κωδικός εισόδου, κωδικός της πόρτας, код подтверждения, \
         одноразовый код, одноразовый пароль, код из смс, проверочный код, код двери, код домофона, \
         код сигнализации, код от двери, код доступа, код подъезда, код підтвердження, одноразовий код, \
         одноразовий пароль, код з смс, перевірочний код, код дверей, код сигналізації, код від дверей, \
         код доступу, 認証コード, ワンタイムパスワード, 確認コード, 検証コード, ドアコード, 解錠番号, \
         入室コード, 警報コード, ドアの暗証番号, 验证码, 动态密码, 短信验证码, 一次性密码, 校验码, \
         门禁密码, 门锁密码, 报警密码, 门禁码, 开门密码, 驗證碼, 一次性密碼, 簡訊驗證碼, 動態密碼, \
         門禁密碼, 門鎖密碼, 大門密碼, 保全密碼, 인증번호, 인증 코드, 일회용 비밀번호, otp 번호, \
         현관 비밀번호, 출입문 비밀번호, 도어락 비밀번호, 출입 코드, 도어락 비번, 경보 코드, رمز التحقق, \
         رمز التأكيد, رمز لمرة واحدة, كلمة مرور لمرة واحدة, كود التحقق, رمز الباب, رمز الدخول, \
         رمز الإنذار, كود الباب, קוד אימות, סיסמה חד פעמית, קוד חד פעמי, קוד אישור, סיסמה חד-פעמית, \
         קוד דלת, קוד כניסה, קוד אזעקה, קוד לדלת, הקוד לדלת, verifieringskod, engångskod, \
         engångslösenord, bekräftelsekod, säkerhetskod, portkod, dörrkod, larmkod, passerkod, \
         inpasseringskod, kod till dörren, bekreftelseskode, engangskode, engangspassord, \
         verifiseringskode, sikkerhetskode, dørkode, alarmkode, adgangskode, portkode, kode til døren, \
         bekræftelseskode, engangskodeord, verifikationskode, sikkerhedskode, nøgleboks kode, \
         kod weryfikacyjny, hasło jednorazowe, kod jednorazowy, kod potwierdzający, kod autoryzacyjny, \
         kod do drzwi, kod alarmu, kod dostępu, kod do bramy, kod domofonu, kod wejściowy, \
         verificatiecode, eenmalige code, eenmalig wachtwoord, bevestigingscode, controlecode, deurcode, \
         alarmcode, toegangscode, poortcode, code van de deur, codice di verifica, codice usa e getta, \
         password monouso, codice monouso, codice di conferma, codice porta, codice della porta, \
         codice allarme, codice d'accesso, codice di accesso, codice del cancello, \
         código de verificação, código de uso único, senha de uso único, código de confirmação, \
         senha descartável, código da porta, código do alarme, código do portão, senha da porta, \
         código de entrada, senha do alarme, código de verificación, contraseña de un solo uso, \
         código de un solo uso, código de confirmación, clave de un solo uso, código de la puerta, \
         código de alarma, código del portal, clave de la puerta, code de vérification, \
         code à usage unique, mot de passe à usage unique, code de confirmation, code de validation, \
         code de porte, digicode, code d'entrée, code d'accès, code de l'alarme, code portail, \
         bestätigungscode, einmalpasswort, einmalcode, verifizierungscode, sicherheitscode, prüfcode, \
         türcode, zugangscode, türöffnungscode, schlüsseltresor-code, zutrittscode, \
         mã otp, mã xác nhận, mã xác thực, mã cửa, kode otp, kode verifikasi, kode pintu, kod za vrata, \
         šifra vrata, verifikacijski kod, kod alarma, koda vrat, koda alarma, код за врата, код за вход, \
         код на алармата, durų kodas, signalizacijos kodas, durvju kods, ukse kood, کد تایید, \
         کد در, 警備解除コード, 解除コード, 解錠コード, 金庫の暗証番号, 開錠番号, 出入口の暗証番号, 保险柜密码, 保险箱密码, 撤防密码, 布防密码, 报警器密码, 出入口密码, \
         출입문 비번, 현관 비번, 금고 비밀번호, 금고 비번, 경비 해제 코드, 사무실 비밀번호, kód trezoru, kód brány, kód od brány, kód do budovy, \
         széf kódja, kód k alarmu, kod seifu, codul seifului, kasa şifresi, κωδικός χρηματοκιβωτίου, contra-senha, contrasenha, cijfercode, hozzáférési kód, код домофона, код воріт, код вхідних дверей, код ворот, код калитки, ключ от ворот, κωδικός θυροτηλεφώνου, κωδικός γκαράζ, 暗証, 入館暗証番号, 鍵の暗証, ラック鍵の暗証, 金庫の暗証, 电梯密码, 车库密码, 주차장 비밀번호, 출입 비밀번호, 공동현관 비밀번호, 공동현관, код охорони, код сейфа, код турникета, пин сейфа, пин-код сейфа, домофон, сейф, オートロック, 玄関オートロック",
    ),
    (
        Kind::Extension,
        "klapka, belső mellék, mellékállomás, alanumero, sisäinen numero, dahili no, dahili numara, \
         εσωτ., добавочный, доб., внутренний номер, внутрішній номер, додатковий, дод., 内線, 内線番号, \
         分机, 分机号, 分機, 分機號碼, 내선, 내선번호, تحويلة, التحويلة, رقم التحويلة, מספר שלוחה, \
         anknytning, ankn., direktval, internnummer, direktenummer, lokalnummer, direkte nummer, \
         numer wewnętrzny, toestel, toestelnummer, doorkiesnummer, numero interno, ext., \
         numéro de poste, nebenstelle",
    ),
    (
        Kind::Age,
        "věk pacienta, vek pacienta, életkor, vârstă, vârsta, vârsta pacientului, potilaan ikä, yaş, yaşı, \
         hastanın yaşı, ηλικία, ηλικία ασθενούς, возраст, возраст пациента, вік, вік пацієнта, 年齢, 患者年齢, 年龄, \
         患者年龄, 年齡, 病人年齡, 나이, 연령, 환자 나이, العمر, عمر المريض, גיל, גיל המטופל, patientens ålder, \
         pasientens alder, patientens alder, wiek pacjenta, leeftijd patiënt, età del paziente, \
         idade do paciente, edad del paciente, age du patient, lebensalter, tuổi, usia, umur, възраст, \
         amžius, vecums, vanus, سن, عمره, عمرها",
    ),
    (
        Kind::Birth,
        "datum narození, dat. nar., dátum narodenia, dát. nar., születési dátum, született, szül. idő, \
         születési idő, szül., data nașterii, născut la, data naşterii, născută la, născut la data de, \
         syntymäaika, syntynyt, syntymäpäivä, synt., doğum tarihi, doğum günü, d. tarihi, doğduğu tarih, \
         ημερομηνία γέννησης, γεννήθηκε στις, ημ. γέννησης, ημ/νία γέννησης, дата рождения, родился, д.р., \
         родилась, дата рожд., дата народження, народився, народилася, дата нар., 生年月日, 誕生日, 出生日期, 生日, \
         出生年月日, 생년월일, 생일, 출생일, 출생일자, تاريخ الميلاد, تاريخ الولادة, مواليد, תאריך לידה, נולד ב, יום הולדת, \
         ת. לידה, födelsedatum, född, född den, födelsedag, födelsedata, fødselsdato, født, født den, \
         fødselsdag, f.dato, szül. dátum, szül.dátum, szül. ideje, дата рожд, дата рожд., nato/a il, nata/o il, né(e) le, nacim., f. nacim., fec. nac., fecha nac., f. nac., fødselsdag og -år, data urodzenia, urodzony, data ur., urodzona, geboortedatum, \
         geboren op, geb. datum, geboren, geb.dat., data di nascita, nato il, nata il, data nascita, \
         data de nascimento, nascido em, nascida em, data nasc., dt. nascimento, fecha de nacimiento, \
         nacido el, f. nacimiento, nacida el, f. de nac., date de naissance, né le, née le, date naissance, \
         geburtsdatum, geboren am, geb. am, geburtstag, geb., ngày sinh, sinh ngày, tanggal lahir, \
         tgl lahir, tgl. lahir, lahir, tarikh lahir, datum rođenja, rođen, rođena, rođ., датум рођења, \
         рођен, рођена, datum rojstva, rojen, rojena, roj., дата на раждане, роден на, родена на, роден, \
         родена, gimimo data, gimęs, gimusi, gim., dzimšanas datums, dzimis, dzimusi, dz., sünniaeg, \
         sündinud, sünnikuupäev, تاریخ تولد, متولد, วันเกิด, เกิดวันที่, जन्म तिथि, जन्मतिथि, γεννήθηκε, \
         nar., nació el, naroz, d.tarihi, ημ. γέν., nato/a, data ur",
    ),
    (
        Kind::Practice,
        "orvosi pecsétszám, pecsétszám, orvos pecsétszáma, cod parafă, parafa medicului, codul parafei, \
         terhikki-numero, sv-numero, terhikkinumero, diploma tescil no, 医籍登録番号, 医師登録番号, \
         医师执业证书编号, 执业证号, 医师资格证号, 醫師證書字號, 醫師執照號碼, 의사면허번호, \
         의사 면허번호, מספר רישיון רופא, מ.ר., förskrivarkod, hpr-nummer, hpr-nr., autorisations-id, \
         numer prawa wykonywania zawodu, nr pwz, numer pwz, big-registratienummer, \
         numero di iscrizione all'ordine, iscrizione albo, numero iscrizione ordine dei medici, \
         número do crm, cédula profissional, registro crm, número de colegiado, nº de colegiado, rpps, \
         numéro rpps, n° rpps, numéro adeli, arztnummer, lebenslange arztnummer",
    ),
    (
        Kind::Phone,
        "telefon, telefonní číslo, tel., pevná linka, číslo telefonu, mobilní telefon, mobilní číslo, \
         číslo mobilu, číslo faxu, telefón, telefónne číslo, číslo telefónu, mobilný telefón, mobilné číslo, \
         telefonszám, vezetékes telefon, tel.szám, mobilszám, mobiltelefon, mobiltelefonszám, faxszám, \
         telefax, număr de telefon, telefon fix, nr. de telefon, nr. telefon, telefon mobil, număr de mobil, \
         nr. mobil, număr de fax, puhelin, puhelinnumero, puh., lankapuhelin, puh. nro, matkapuhelin, \
         kännykkä, matkapuhelinnumero, kännykkänumero, faksi, faksinumero, telefon numarası, sabit telefon, \
         tel no, cep telefonu, cep numarası, cep tel, faks, faks numarası, belgegeçer, τηλέφωνο, \
         αριθμός τηλεφώνου, τηλ., σταθερό τηλέφωνο, κινητό τηλέφωνο, αριθμός κινητού, κιν., φαξ, \
         αριθμός φαξ, телефон, номер телефона, тел., домашний телефон, городской телефон, мобильный телефон, \
         моб. тел., сотовый телефон, факс, номер факса, номер телефону, домашній телефон, мобільний телефон, \
         номер мобільного, номер факсу, 電話番号, 固定電話, 自宅電話, 携帯電話, 携帯番号, 携帯電話番号, スマホ, ファックス, fax番号, ファクス, 电话, \
         电话号码, 联系电话, 座机, 固定电话, 手机, 手机号, 手机号码, 移动电话, 手机号碼, 传真, 传真号码, 電話號碼, 聯絡電話, 市話, 連絡電話, 手機, 手機號碼, 行動電話, \
         行動電話號碼, 傳真, 傳真號碼, 전화번호, 집전화, 유선전화, 대표전화, 휴대폰, 휴대전화, 핸드폰, 휴대폰 번호, 핸드폰번호, 팩스, 팩스번호, 팩스 번호, الهاتف, \
         رقم الهاتف, هاتف, تليفون, الهاتف الأرضي, رقم الجوال, الموبايل, الهاتف المحمول, رقم الموبايل, فاكس, \
         الفاكس, رقم الفاكس, טלפון, מספר טלפון, טל', טלפון קווי, מס' טלפון, טלפון נייד, סלולרי, מספר נייד, \
         פלאפון, פקס, מספר פקס, telefonnummer, fast telefon, telnr, mobilnummer, mobilnr, faxnummer, tlf., \
         fasttelefon, telefonnr., mobilnr., faksnummer, telefaks, fastnettelefon, tlf.nr., numer telefonu, \
         telefon stacjonarny, nr telefonu, komórka, telefon komórkowy, tel. kom., numer komórki, \
         numer komórkowy, numer faksu, telefoon, telefoonnummer, vaste telefoon, tel.nr., mobiel nummer, \
         gsm-nummer, 06-nummer, mobiele telefoon, telefono, numero di telefono, telefono fisso, \
         n. di telefono, numero di cellulare, cell., tel. cellulare, numero di fax, telefone, \
         número de telefone, telefone fixo, nº de telefone, telemóvel, número de telemóvel, \
         número de celular, telefone celular, número de fax, teléfono, número de teléfono, teléfono fijo, \
         tfno., nº de teléfono, teléfono móvil, número de móvil, téléphone, numéro de téléphone, tél., \
         téléphone fixe, n° de téléphone, numéro de portable, tél. portable, télécopie, télécopieur, \
         numéro de fax, rufnummer, tel.-nr., handynummer, mobilfunknummer, điện thoại, số điện thoại, sđt, \
         đt, di động, số di động, telepon, no. telepon, nomor telepon, no. hp, nomor hp, no. telp, telp, \
         ponsel, no. telefon, nombor telefon, broj telefona, br. telefona, mobitel, број телефона, мобилни, \
         telefonska številka, мобилен, telefonas, tel. nr., mob. tel., tālrunis, tālr., mob. tālr., \
         telefoninumber, mobiil, تلفن, شماره تلفن, موبایل, شماره موبایل, تلفن همراه, κινητό, σταθερό, جوال, \
         โทร, โทรศัพท์, เบอร์โทร, มือถือ, फोन, मोबाइल, मोबाइल नंबर, फोन नंबर, no hp, no telp, no telepon, 연락처, 비상연락처, 비상 연락처, 비상, 전화, 직통, 직통전화, 사무실 전화, 직통번호, 緊急連絡先, 連絡先, 直通, 直通電話, 代表電話, 携帯, 倉庫直通, 紧急联系电话, 联系方式, 办公电话, \
         緊急聯絡電話, vészhelyzet esetén, ügyelet, pohotovost, nouzové číslo, päivystys, bereitschaft, acil durum, σταθ., güvenlik firması, güvenlik şirketi, secretaria, plantão, fone, fones, omst., omstilling, secretária, whats, asistencia 24h, terugbellen, u callback, rückruf, ctcm, пульт, охорона",
    ),
    (
        Kind::Password,
        "heslo, heslo uživatele, přístupové heslo, uživatelské heslo, heslo k wi-fi, heslo na wifi, \
         wi-fi heslo, heslo k síti, klíč k síti, api klíč, přístupový token, klíč api, přístupový klíč, \
         tajný klíč, heslo používateľa, prístupové heslo, používateľské heslo, heslo k sieti, api kľúč, \
         prístupový token, kľúč api, prístupový kľúč, tajný kľúč, jelszó, felhasználói jelszó, \
         belépési jelszó, wifi jelszó, wi-fi jelszó, wifi-jelszó, hálózati kulcs, hálózati jelszó, \
         api-kulcs, api kulcs, hozzáférési token, hozzáférési kulcs, titkos kulcs, parola utilizatorului, \
         parola de acces, parola contului, parolă wi-fi, parola wifi, cheie wi-fi, parola rețelei, \
         parola de la wifi, cheie api, token de acces, cheia api, cheie de acces, cheie secretă, salasana, \
         käyttäjän salasana, salasanasi, kirjautumissalasana, wifi-salasana, wlan-salasana, verkkoavain, \
         langattoman verkon salasana, wi-fi-salasana, api-avain, käyttöoikeustunnus, salainen avain, \
         pääsyavain, pääsytunnus, şifre, kullanıcı şifresi, şifreniz, kullanıcı parolası, giriş şifresi, \
         wi-fi şifresi, wifi şifresi, wifi parolası, kablosuz ağ şifresi, ağ anahtarı, modem şifresi, api anahtarı, \
         erişim anahtarı, erişim belirteci, gizli anahtar, erişim jetonu, κωδικός πρόσβασης, συνθηματικό, \
         κωδικός χρήστη, κωδικός εισόδου, κωδικός wi-fi, κλειδί wi-fi, κωδικός δικτύου, κωδικός του wi-fi, \
         κλειδί api, διακριτικό πρόσβασης, μυστικό κλειδί, κλειδί πρόσβασης, пароль, пароль пользователя, \
         пароль для входа, пароль от учётной записи, кодовое слово, пароль wi-fi, пароль от вайфая, \
         ключ wi-fi, пароль от wi-fi, ключ сети, пароль сети, api-ключ, токен доступа, ключ api, \
         секретный ключ, ключ доступа, пароль користувача, пароль для входу, пароль облікового запису, \
         пароль від вайфаю, ключ мережі, пароль до wi-fi, пароль мережі, токен доступу, секретний ключ, \
         ключ доступу, パスワード, 暗証番号, ログインパスワード, ユーザーパスワード, wi-fiパスワード, wi-fiのパスワード, 暗号化キー, 無線lanのパスワード, \
         ネットワークキー, apiキー, アクセストークン, シークレットキー, アクセスキー, apiトークン, 密码, 登录密码, 用户密码, 登陆密码, wifi密码, 无线密码, 无线网络密码, \
         wi-fi 密码, 网络密钥, api密钥, 访问令牌, 访问密钥, api 密钥, 密碼, 登入密碼, 使用者密碼, 通行碼, wifi密碼, 無線密碼, 無線網路密碼, wi-fi 密碼, \
         api金鑰, 存取權杖, 存取金鑰, api 金鑰, 비밀번호, 사용자 비밀번호, 패스워드, 비번, 로그인 비밀번호, 와이파이 비밀번호, wi-fi 비밀번호, 와이파이 암호, \
         무선랜 비밀번호, 와이파이 비번, api 키, 액세스 토큰, 비밀 키, 액세스 키, 접근 토큰, كلمة المرور, كلمة السر, الرقم السري, \
         كلمة سر المستخدم, رمز الدخول, كلمة مرور الواي فاي, رمز الواي فاي, كلمة سر الواي فاي, مفتاح الشبكة, \
         مفتاح api, رمز الوصول, المفتاح السري, مفتاح الوصول, סיסמה, סיסמא, סיסמת משתמש, הסיסמה, סיסמת כניסה, \
         סיסמת wi-fi, סיסמת וויי-פיי, סיסמה לרשת, מפתח רשת, סיסמת הרשת, מפתח api, אסימון גישה, מפתח סודי, \
         מפתח גישה, lösenord, användarlösenord, lösenordet, inloggningslösenord, wifi-lösenord, \
         nätverksnyckel, lösenord till wifi, wifi-nyckel, api-nyckel, åtkomsttoken, hemlig nyckel, \
         åtkomstnyckel, api-token, passord, brukerpassord, passordet, innloggingspassord, wifi-passord, \
         nettverksnøkkel, passord til wifi, wifi-nøkkel, api-nøkkel, tilgangstoken, hemmelig nøkkel, \
         tilgangsnøkkel, adgangskode, kodeord, brugerpassword, adgangskoden, wifi-adgangskode, \
         netværksnøgle, wifi-kodeord, api-nøgle, adgangstoken, hemmelig nøgle, adgangsnøgle, hasło, \
         hasło użytkownika, hasło dostępu, hasło do konta, hasło logowania, hasło wi-fi, hasło do wi-fi, \
         klucz wi-fi, hasło do sieci, klucz sieciowy, klucz api, token dostępu, token dostępowy, \
         klucz dostępu, tajny klucz, wachtwoord, paswoord, gebruikerswachtwoord, inlogwachtwoord, \
         wifi-wachtwoord, wifi wachtwoord, netwerksleutel, wifi-sleutel, wachtwoord wifi, api-sleutel, \
         toegangstoken, geheime sleutel, toegangssleutel, parola d'ordine, password utente, \
         password di accesso, parola chiave, chiave di accesso, password wi-fi, chiave wi-fi, \
         password del wifi, chiave di rete, password wlan, chiave wpa, chiave api, token di accesso, \
         chiave segreta, token api, senha, palavra-passe, palavra passe, senha de acesso, senha do usuário, \
         código de acesso, senha do wi-fi, senha wifi, palavra-passe do wi-fi, senha da rede, \
         chave do wi-fi, chave de api, token de acesso, chave api, chave secreta, chave de acesso, \
         código de acesso da api, contraseña, clave de acceso, contraseña actual, contraseña de usuario, \
         contraseña wifi, clave del wifi, contraseña de la red, contraseña del wi-fi, clave wpa, clave api, \
         token de acceso, clave de api, clave secreta, clave de acceso api, llave api, mot de passe, \
         mot de passe utilisateur, mot de passe actuel, mot de passe wi-fi, clé wi-fi, clé wpa, \
         mot de passe du wi-fi, clé de sécurité réseau, clé api, jeton d'accès, clé d'api, clé secrète, \
         clé d'accès, jeton api, passwort, kennwort, benutzerpasswort, zugangspasswort, losungswort, \
         wlan-passwort, wlan-schlüssel, wlan-kennwort, netzwerkschlüssel, wifi-passwort, api-schlüssel, \
         zugriffstoken, zugangsschlüssel, zugriffsschlüssel, geheimer schlüssel, mật khẩu, mật khẩu wifi, \
         kata sandi, kata laluan, lozinka, zaporka, лозинка, geslo, парола, slaptažodis, parool, salasõna, \
         رمز عبور, گذرواژه, รหัสผ่าน, पासवर्ड, parola, parola inițială, parola temporară, parola provizorie, \
         parolă inițială, mot de passe initial, mot de passe provisoire, mot de passe temporaire, \
         contraseña temporal, contraseña inicial, contraseña provisional, senha inicial, senha temporária, \
         senha provisória, palavra-passe inicial, palavra-passe provisória, hasło startowe, \
         hasło tymczasowe, hasło początkowe, hasło jednorazowe, lozinka za wifi, lozinka za vpn, \
         početna lozinka, privremena lozinka, začasno geslo, losen, codewort, kennwort für die leitstelle, codewoord, delad nyckel, mot de code, кодове слово, кодовое слово",
    ),
    (
        Kind::Answer,
        "bezpečnostní odpověď, odpověď na bezpečnostní otázku, tajná odpověď, \
         odpověď na kontrolní otázku, bezpečnostná odpoveď, odpoveď na bezpečnostnú otázku, \
         tajná odpoveď, odpoveď na kontrolnú otázku, biztonsági válasz, titkos válasz, \
         biztonsági kérdés válasza, válasz a biztonsági kérdésre, răspuns de securitate, răspuns secret, \
         răspuns la întrebarea de securitate, răspunsul secret, turvavastaus, vastaus turvakysymykseen, \
         salainen vastaus, turvakysymyksen vastaus, güvenlik cevabı, gizli cevap, \
         güvenlik sorusu cevabı, güvenlik sorusunun cevabı, απάντηση ασφαλείας, μυστική απάντηση, \
         απάντηση στην ερώτηση ασφαλείας, ответ на секретный вопрос, секретный ответ, \
         ответ на контрольный вопрос, відповідь на секретне запитання, секретна відповідь, \
         відповідь на контрольне запитання, 秘密の質問の答え, 秘密の答え, セキュリティの質問の答え, \
         密保答案, 安全问题答案, 密码提示答案, 安全問題答案, 密碼提示答案, 보안 질문 답변, \
         비밀번호 힌트 답, 보안 질문 답, إجابة سؤال الأمان, الإجابة السرية, جواب سؤال الأمان, \
         תשובת אבטחה, תשובה לשאלת אבטחה, תשובה סודית, תשובה לשאלת האבטחה, säkerhetssvar, \
         svar på säkerhetsfråga, hemligt svar, svar på säkerhetsfrågan, sikkerhetssvar, \
         svar på sikkerhetsspørsmål, hemmelig svar, svar på sikkerhetsspørsmålet, sikkerhedssvar, \
         svar på sikkerhedsspørgsmål, hemmeligt svar, svar på sikkerhedsspørgsmålet, \
         odpowiedź na pytanie bezpieczeństwa, tajna odpowiedź, odpowiedź na pytanie pomocnicze, \
         odpowiedź zabezpieczająca, beveiligingsantwoord, antwoord op beveiligingsvraag, \
         geheim antwoord, antwoord op de geheime vraag, risposta di sicurezza, risposta segreta, \
         risposta alla domanda di sicurezza, risposta alla domanda segreta, resposta de segurança, \
         resposta secreta, resposta à pergunta de segurança, resposta da pergunta secreta, \
         respuesta de seguridad, respuesta secreta, respuesta a la pregunta de seguridad, \
         respuesta a la pregunta secreta, réponse secrète, réponse à la question de sécurité, \
         réponse de sécurité, réponse à la question secrète, sicherheitsantwort, \
         antwort auf die sicherheitsfrage, geheime antwort",
    ),
];
