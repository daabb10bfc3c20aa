package pipeline.remote.sshconfig;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The keywords of ssh_config(5), and what Pipeline does with each. */
enum SshKeyword {
    /** We do what it says. */
    HONOURED,
    /** It does not matter to a client that runs commands with keys and never asks anybody. */
    HARMLESS,
    /** We do not do what it says, and say so; the host is reached all the same. */
    WARNED,
    /** It rules out logging in with keys, which is all that we do. */
    REFUSED;

    private static final Set<String> HONOURED_WORDS =
            words("HostName User Port IdentityFile IdentitiesOnly IdentityAgent"
                    + " ProxyJump ProxyCommand UserKnownHostsFile GlobalKnownHostsFile StrictHostKeyChecking HostKeyAlias"
                    + " ConnectTimeout ServerAliveInterval ServerAliveCountMax CertificateFile RevokedHostKeys Ciphers MACs"
                    + " KexAlgorithms HostKeyAlgorithms PubkeyAcceptedAlgorithms CASignatureAlgorithms"
                    + " AddressFamily ProxyUseFdpass IgnoreUnknown CanonicalizeHostname CanonicalDomains"
                    + " CanonicalizeFallbackLocal CanonicalizeMaxDots CanonicalizePermittedCNAMEs");

    private static final Set<String> HARMLESS_WORDS = words("AddKeysToAgent BatchMode"
            + " ChallengeResponseAuthentication ChannelTimeout CheckHostIP Cipher ClearAllForwardings Compression"
            + " CompressionLevel ConnectionAttempts ControlMaster ControlPath ControlPersist DynamicForward"
            + " EnableEscapeCommandline EnableSSHKeysign EscapeChar ExitOnForwardFailure FingerprintHash"
            + " ForkAfterAuthentication ForwardAgent ForwardX11 ForwardX11Timeout ForwardX11Trusted GatewayPorts"
            + " GSSAPIAuthentication GSSAPIClientIdentity GSSAPIDelegateCredentials GSSAPIKeyExchange"
            + " GSSAPIKexAlgorithms GSSAPIRenewalForcesRekey GSSAPIServerIdentity GSSAPITrustDNS HashKnownHosts"
            + " HostbasedAcceptedAlgorithms HostbasedAuthentication HostbasedKeyTypes IPQoS"
            + " KbdInteractiveAuthentication KbdInteractiveDevices LocalForward LogLevel LogVerbose"
            + " NumberOfPasswordPrompts ObscureKeystrokeTiming PasswordAuthentication PermitLocalCommand"
            + " PermitRemoteOpen Protocol RekeyLimit RemoteForward RequestTTY RhostsRSAAuthentication"
            + " RSAAuthentication SendEnv SessionType StdinNull"
            + " StreamLocalBindMask StreamLocalBindUnlink SyslogFacility TCPKeepAlive Tunnel TunnelDevice"
            + " UpdateHostKeys UseKeychain UsePrivilegedPort UseRoaming VerifyHostKeyDNS VersionAddendum VisualHostKey"
            + " XAuthLocation");

    private static final Set<String> REFUSED_WORDS = words("PubkeyAuthentication PreferredAuthentications");

    /** Other words that ssh knows; what it does not know either may be meant for another program. */
    private static final Set<String> WARNED_WORDS = words("BindAddress BindInterface KnownHostsCommand LocalCommand"
            + " NoHostAuthenticationForLocalhost PKCS11Provider RemoteCommand RequiredRSASize SecurityKeyProvider SetEnv"
            + " SmartcardDevice Tag");

    /** Values with which a keyword asks for what we do anyway. */
    private static final Map<String, List<String>> NEUTRAL = neutral();

    /** Returns what a line means to us; of unknown keywords we say that we do not honour them. */
    static SshKeyword of(SshConfigLine line) {
        String keyword = line.keyword();
        if (HONOURED_WORDS.contains(keyword)) {
            return HONOURED;
        }
        if (HARMLESS_WORDS.contains(keyword)
                || (keyword.equals("preferredauthentications")
                        && List.of(line.word().split(",", -1)).contains("publickey"))
                || NEUTRAL.getOrDefault(keyword, List.of()).contains(line.word().toLowerCase(Locale.ROOT))) {
            return HARMLESS;
        }
        return REFUSED_WORDS.contains(keyword) ? REFUSED : WARNED;
    }

    /** Returns whether ssh knows the keyword of a line. */
    static boolean isKnownToSsh(SshConfigLine line) {
        return of(line) != WARNED || WARNED_WORDS.contains(line.keyword());
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split(" ", -1)));
    }

    private static Map<String, List<String>> neutral() {
        Map<String, List<String>> neutral = new HashMap<>();
        neutral.put("knownhostscommand", List.of("none"));
        neutral.put("localcommand", List.of("none"));
        neutral.put("nohostauthenticationforlocalhost", List.of("no"));
        neutral.put("pkcs11provider", List.of("none"));
        neutral.put("pubkeyauthentication", List.of("yes", "true", "unbound", "host-bound"));
        neutral.put("remotecommand", List.of("none"));
        return neutral;
    }
}
