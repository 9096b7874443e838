//! The words by which people say that somebody logs in, in all languages.

/// Words that speak of nothing else, anywhere before the two. Those of two words stand in [`TWO`].
pub(in crate::redact) const LOGGING: &str = "login login's logins logon creds credentials break-glass breakglass ssh sftp ftp telnet rdp vnc loggin signin log-in sign-in \
    einloggen eingeloggt einzuloggen anmelden angemeldet anmeldung anzumelden zugang zugangsdaten anmeldedaten logindaten \
    connecter connectez connecte-toi connectez-vous connect\u{e9} connect\u{e9}e connexion identifiants identifiant \
    credenciales credenciais credenziali accesos accedere accedi acceder accede acessar acesse sesi\u{f3}n sess\u{e3}o \
    loguearse loguear loguearte inicia iniciar logar logue logado loggarsi loggati loguj \
    inloggen ingelogd inloggegevens aanmelden aangemeld inlog zaloguj zalogowa\u{107} zalogowany zalogowana logowanie logowania \
    logga loggar loggat loggade inloggning inloggad inlogg logg logget innlogging logge";
/// The first of two words that speak of nothing else, and the second.
pub(in crate::redact) const TWO: (&str, &str) =
    ("log logs logged logging sign signs signed signing ein an", "in on into onto as with under loggen melden");
/// What somebody does who gets in, before the word that leads to the name.
pub(in crate::redact) const ENTERING: &str = "enter entered connect connected connecting access accessed authenticate authenticated \
    entra entrar entre entrez entrer entro entrate entrare collegati rein hinein rejoindre wejd\u{17a} wej\u{15b}\u{107} wchodz\u{119} \
    ligar conecta con\u{e9}ctate conectar melde meldet logge loggt komt";
/// Words that lead from what is done to the login name.
pub(in crate::redact) const LEADING: &str = "with as using under via is are was were be user username account acct both either now still \
    mit als unter ist sind war konto benutzer nutzer kennung avec comme sous est sont \u{e9}tait compte utilisateur \
    con como es son era cuenta usuario com \u{e9} s\u{e3}o conta utilizador usu\u{e1}rio come \u{e8} sono utente account met is was gebruiker \
    jako z na konto to u\u{17c}ytkownik med som \u{e4}r var anv\u{e4}ndare konto bruger bruker er";
/// Words for whoever logs in, right before the name or with a verb between.
pub(in crate::redact) const USERS: &str = "user username account acct login logon userid benutzer benutzername nutzer konto kennung kontoname \
    utilisateur compte usuario cuenta utente gebruiker gebruikersnaam u\u{17c}ytkownik utilizador usu\u{e1}rio conta anv\u{e4}ndare \
    anv\u{e4}ndarnamn bruger bruker brukernavn brugernavn";
/// What somebody does with the two, right before them.
pub(in crate::redact) const USING: &str = "portal use used using try tried trying nimm nehmt nutze nutzt benutze verwende verwendet probier probiere \
    utilise utilisez utiliser essaie essayez j'utilise usa usar uso use utilizza usare prova tente gebruik gebruiken probeer u\u{17c}yj \
    u\u{17c}ywam anv\u{e4}nd prova bruk brug";
/// Words between the two in a sentence, and what may stand behind one of them: `and put`, `e poi`.
pub(in crate::redact) const BETWEEN: &str = "with and then using und mit dann et avec puis y con luego e com depois poi en met dan i z potem och med \
    sedan og so";
pub(in crate::redact) const TYPING: &str = "put type enter use then with tippe nimm dann tape mets puis pon luego poni pone metti poi coloca typ dan \
    wpisz potem skriv sedan";
/// Signs between the two, with blanks around them, that leave no other reading behind a login name, and dashes and arrows, which do.
pub(in crate::redact) const SIGNS: &str = "/ // + | \\ &";
pub(in crate::redact) const DASHES: &str = "- -- : -> => \u{2192}";
/// What may follow where the two end.
pub(in crate::redact) const BEHIND: &str = "- / | ; + and und et y e en i och og or oder ou o of lub eller for on in at via until from since if when while \
    but because he she it i'm it's that that's f\u{fc}r auf im in bei am bis vom pour sur dans chez para por per su nel op bij voor do \
    na dla p\u{e5} f\u{f6}r gives get running works still only please bitte thanks thx now again today";

/// Words of a question for a way in, beside those for logging in: `how do i get into …`.
pub(in crate::redact) const GETTING: &str = "get getting into access accessing komm komme kommt zugriff acc\u{e8}de acc\u{e9}der acc\u{e8}s entre entrer \
    entro entra entrare accedo accesso acceso entrar acesso kom komen toegang wej\u{15b}\u{107} wejd\u{119} dost\u{119}p kommer \u{e5}tkomst adgang";

/// Accounts that many systems have.
pub(in crate::redact) const ACCOUNTS: &str = "admin administrator administrador administrateur root sysadmin superuser supervisor webmaster postmaster \
    hostmaster operator guest gast invitado invit\u{e9} ospite convidado g\u{e4}st service svc srv svcacct deploy deployer jenkins gitlab \
    ansible backup monitor monitoring nagios zabbix grafana viewer readonly kiosk scan scanner demo test tester testuser guestuser \
    postgres oracle sapadm ftpuser ubnt cisco pi ubuntu vagrant maintenance wartung techniker technician manager empfang reception till \
    kasse kassa caja cassa training trainer schulung student praktikant azubi stagiaire intern temp";
/// What is said before or between and is no login name.
pub(in crate::redact) const NO_NAMES: &str = "the a an your his her my our their its this that these those it them you me us him someone user users username \
    login account password passwords name email e-mail mail both either one ones who which what and or with as using in on to for of \
    at by from is are was were be been not no now then here there via if when same new old any all each every some same \
    der die das den dem ein eine einen deine dein mein meine und oder mit als ist sind war nicht wir ich du sie er es man \
    le la les un une des de du et ou avec comme est sont votre ton mon el los las una y o con como es su tu mi il lo gli i uno e \
    come suo tuo het een en of met mijn jouw je na do jako i lub z konto kontem och eller med som den det ett din min os as um uma \
    und/or and/or n/a s/he his/her";
