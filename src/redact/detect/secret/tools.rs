//! The tools that take a password on their command line, and where it stands there.

/// Where a tool takes the password.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// Right behind an option, without a blank.
    Glued(&'static [u8]),
    /// Behind an option, perhaps without a blank.
    Option(&'static [u8]),
    /// The same where another argument holds this word.
    Under(&'static [u8], &'static [u8]),
    /// Behind a user's name and this sign, in the argument of an option or alone.
    Login(&'static [u8], u8),
    /// The last of so many arguments without a dash, where this letter is among the options.
    Last(usize, u8),
    /// The last of so many arguments.
    Only(usize),
    /// Behind a word and the name of a user.
    Named(&'static [u8]),
    /// The first argument behind a word that belongs to no option and is no number of a user.
    After(&'static [u8]),
    /// Behind a name and an equals sign in the argument of an option of a command about secrets.
    Literal(&'static [u8]),
    /// Behind the address of a share.
    Share,
    /// So many arguments behind one that begins so.
    Behind(&'static [u8], usize),
    /// The argument of this number.
    Nth(usize),
    /// The last argument behind a word.
    Ends(&'static [u8]),
    /// The token behind a word: letters and digits that no word is made of.
    Token(&'static [u8]),
}

/// The beginnings of the names of tools; letters may follow those that end with a star.
pub(super) const TOOLS: &[(&str, &[Place])] = &[
    ("mysql*", &[Place::Glued(b"-p")]),
    ("mariadb*", &[Place::Glued(b"-p")]),
    ("mongo*", &[Place::Option(b"-p")]),
    ("redis-cli", &[Place::Option(b"-a")]),
    ("esxcli", &[Place::Under(b"account", b"-p"), Place::Under(b"account", b"-c")]),
    ("mosquitto_passwd", &[Place::Last(3, b'b')]),
    // Plugins that ask whether a server answers (Monitoring Plugins).
    ("check_mysql*", &[Place::Option(b"-p")]),
    ("check_pgsql", &[Place::Option(b"-p")]),
    ("check_radius", &[Place::Option(b"-p")]),
    ("check_disk_smb", &[Place::Option(b"-p")]),
    ("check_nt", &[Place::Option(b"-s")]),
    ("check_http", &[Place::Login(b"-a", b':'), Place::Login(b"-b", b':')]),
    ("check_ldap*", &[Place::Option(b"-P")]),
    ("ldap*", &[Place::Option(b"-w")]),
    ("ldappasswd", &[Place::Option(b"-s"), Place::Option(b"-a")]),
    ("sqlcmd", &[Place::Option(b"-P")]),
    ("bcp", &[Place::Option(b"-P")]),
    ("isql", &[Place::Option(b"-P")]),
    ("tsql", &[Place::Option(b"-P")]),
    ("sqlplus", &[Place::Login(b"", b'/')]),
    ("sqlldr", &[Place::Login(b"", b'/')]),
    ("expdp", &[Place::Login(b"", b'/')]),
    ("impdp", &[Place::Login(b"", b'/')]),
    ("rman", &[Place::Login(b"", b'/')]),
    ("db2", &[Place::After(b"using")]),
    // Wallets and utilities of Oracle, and the clients and utilities of SAP.
    ("mkstore", &[Place::Behind(b"-createCredential", 3), Place::Behind(b"-modifyCredential", 3)]),
    ("hdbuserstore", &[Place::Behind(b"SET", 4), Place::Behind(b"Set", 4), Place::Behind(b"set", 4)]),
    ("hdbsql", &[Place::Option(b"-p")]),
    ("sapcontrol", &[Place::Behind(b"-user", 2)]),
    ("brconnect", BRTOOLS),
    ("brbackup", BRTOOLS),
    ("brarchive", BRTOOLS),
    ("brrestore", BRTOOLS),
    ("brrecover", BRTOOLS),
    ("brspace", BRTOOLS),
    ("openssl", &[Place::Option(b"-k"), Place::Glued(b"pass:"), Place::Ends(b"passwd")]),
    (
        "mkpasswd",
        &[Place::After(b"sha-512"), Place::After(b"sha-256"), Place::After(b"yescrypt"), Place::After(b"bcrypt")],
    ),
    ("unzip", &[Place::Option(b"-P")]),
    ("zip", &[Place::Option(b"-P")]),
    ("7z*", &[Place::Glued(b"-p")]),
    ("rar", &[Place::Glued(b"-p"), Place::Glued(b"-hp")]),
    ("unrar", &[Place::Glued(b"-p")]),
    ("pdftk", &[Place::After(b"user_pw"), Place::After(b"owner_pw")]),
    ("smbclient", &[Place::Login(b"-U", b'%'), Place::Login(b"--user=", b'%'), Place::Share]),
    ("rpcclient", &[Place::Login(b"-U", b'%')]),
    ("smbget", &[Place::Login(b"-U", b'%'), Place::Login(b"--user=", b'%')]),
    ("smbcacls", &[Place::Login(b"-U", b'%'), Place::Login(b"--user=", b'%')]),
    ("winexe", &[Place::Login(b"-U", b'%'), Place::Login(b"--user=", b'%')]),
    ("wmic", &[Place::Login(b"-U", b'%'), Place::Login(b"--user=", b'%')]),
    ("samba-tool", &[Place::Login(b"-U", b'%'), Place::Behind(b"create", 2)]),
    ("net", &[Place::Named(b"user"), Place::Share, Place::Login(b"-U", b'%')]),
    ("NET", &[Place::Named(b"user"), Place::Share]),
    ("cmdkey", &[Place::Glued(b"/pass:")]),
    ("schtasks", &[Place::Option(b"/rp")]),
    ("winrs", &[Place::Glued(b"-p:")]),
    ("xfreerdp", &[Place::Glued(b"/p:")]),
    ("xfreerdp3", &[Place::Glued(b"/p:")]),
    ("wfreerdp", &[Place::Glued(b"/p:")]),
    ("rdesktop", &[Place::Option(b"-p")]),
    ("mcrcon", &[Place::Option(b"-p")]),
    ("rcon", &[Place::Option(b"-p")]),
    ("ssh", &[Place::Login(b"", b':')]),
    ("scp", &[Place::Login(b"", b':')]),
    ("sftp", &[Place::Login(b"", b':')]),
    ("lftp", &[Place::Login(b"-u", b',')]),
    ("curl", &[Place::Login(b"-u", b':'), Place::Login(b"-U", b':')]),
    ("http", HTTPIE),
    ("https", HTTPIE),
    (
        "skopeo",
        &[Place::Login(b"--creds", b':'), Place::Login(b"--src-creds", b':'), Place::Login(b"--dest-creds", b':')],
    ),
    ("etcdctl", &[Place::Login(b"--user", b':')]),
    ("htpasswd", &[Place::Last(3, b'b')]),
    ("ssh-keygen", &[Place::Option(b"-N")]),
    ("useradd", &[Place::Option(b"-p")]),
    ("usermod", &[Place::Option(b"-p")]),
    ("wpa_passphrase", &[Place::Only(2)]),
    ("rabbitmqctl", &[Place::Named(b"add_user"), Place::Named(b"change_password"), Place::Named(b"authenticate_user")]),
    ("neo4j-admin", &[Place::After(b"set-initial-password")]),
    ("grafana-cli", &[Place::After(b"reset-admin-password")]),
    ("ipa-server-install", &[Place::Option(b"-p"), Place::Option(b"-a")]),
    ("ipa-client-install", &[Place::Option(b"-w")]),
    ("dsconf", &[Place::Option(b"-w")]),
    ("jenkins-cli.jar", &[Place::Login(b"-auth", b':')]),
    ("dsmadmc", &[Place::Glued(b"-pa=")]),
    ("mosquitto_pub", &[Place::Option(b"-P")]),
    ("mosquitto_sub", &[Place::Option(b"-P")]),
    ("ipmitool", &[Place::Option(b"-P"), Place::After(b"password")]),
    ("snmpwalk", COMMUNITY),
    ("snmpset", COMMUNITY),
    ("snmpget*", COMMUNITY),
    ("snmpbulk*", COMMUNITY),
    ("snmptable", COMMUNITY),
    ("snmptrap", COMMUNITY),
    ("snmpinform", COMMUNITY),
    ("snmptranslate", COMMUNITY),
    ("snmpstatus", COMMUNITY),
    ("snmpdelta", COMMUNITY),
    ("snmptest", COMMUNITY),
    ("snmpdf", COMMUNITY),
    ("check_snmp", &[Place::Option(b"-C"), Place::Option(b"-A"), Place::Option(b"-X")]),
    ("ansible-vault", &[Place::After(b"encrypt_string")]),
    ("rclone", &[Place::After(b"obscure")]),
    (
        "composer",
        &[
            Place::Behind(b"http-basic.", 2),
            Place::Behind(b"github-oauth.", 1),
            Place::Behind(b"gitlab-token.", 1),
            Place::Behind(b"bearer.", 1),
        ],
    ),
    ("poetry", &[Place::Behind(b"http-basic.", 2), Place::Behind(b"pypi-token.", 1)]),
    ("mc", &[Place::Behind(b"http://", 2), Place::Behind(b"https://", 2)]),
    ("radtest", &[Place::Nth(1), Place::Nth(4)]),
    ("hydra", &[Place::Option(b"-p")]),
    ("signtool", &[Place::Option(b"/p")]),
    ("certutil", &[Place::Option(b"-p")]),
    ("netsh", &[Place::Glued(b"key="), Place::Glued(b"keyMaterial=")]),
    ("vault", &[Place::Token(b"login")]),
    ("cargo", &[Place::Token(b"login")]),
    ("wandb", &[Place::Token(b"login")]),
    ("codecov", &[Place::Option(b"-t")]),
    ("doctl", &[Place::Under(b"auth", b"-t")]),
    ("docker", LOGIN),
    ("podman", LOGIN),
    ("nerdctl", LOGIN),
    ("helm", LOGIN),
    ("cf", LOGIN),
    ("oc", &[Place::Under(b"login", b"-p"), Place::Literal(b"--from-literal")]),
    ("kubectl", &[Place::Literal(b"--from-literal")]),
    ("gh", &[Place::Under(b"secret", b"--body"), Place::Under(b"secret", b"-b")]),
    (
        "security",
        &[
            Place::Under(b"generic-password", b"-w"),
            Place::Under(b"internet-password", b"-w"),
            Place::Under(b"lock-keychain", b"-p"),
        ],
    ),
    ("az", &[Place::Under(b"login", b"-p"), Place::Under(b"secret", b"--value")]),
    (
        "aws",
        &[
            Place::Under(b"securestring", b"--value"),
            Place::Under(b"password", b"--value"),
            Place::Under(b"token", b"--value"),
            Place::Under(b"secret", b"--value"),
            Place::Under(b"api_key", b"--value"),
            Place::Under(b"api-key", b"--value"),
            Place::Under(b"secretsmanager", b"--secret-string"),
        ],
    ),
];
/// The tools of SAP for Oracle take a user and a password as that does.
const BRTOOLS: &[Place] = &[Place::Login(b"-u", b'/')];
const LOGIN: &[Place] = &[Place::Under(b"login", b"-p")];
const HTTPIE: &[Place] = &[Place::Login(b"-a", b':'), Place::Login(b"--auth", b':')];
/// The word that stands for a password in SNMP 1 and 2, and the two passwords of SNMP 3.
const COMMUNITY: &[Place] = &[Place::Option(b"-c"), Place::Option(b"-A"), Place::Option(b"-X")];
