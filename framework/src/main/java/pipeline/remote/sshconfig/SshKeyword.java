package pipeline.remote.sshconfig;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What each keyword of ssh_config(5) means to us. */
enum SshKeyword {
    /** We do what it says. */
    HONOURED,
    /** It does not matter to a client that runs commands with keys and never asks anybody. */
    HARMLESS,
    /** We do not do what it says, and say so; the host is reached all the same. */
    WARNED;

    private static final Set<String> HONOURED_WORDS =
            words("HostName User Port IdentityFile IdentitiesOnly IdentityAgent"
                    + " ProxyJump ProxyCommand UserKnownHostsFile GlobalKnownHostsFile StrictHostKeyChecking HostKeyAlias"
                    + " ConnectTimeout ServerAliveInterval ServerAliveCountMax CertificateFile RevokedHostKeys Ciphers MACs"
                    + " KexAlgorithms HostKeyAlgorithms PubkeyAcceptedAlgorithms PubkeyAcceptedKeyTypes"
                    + " CASignatureAlgorithms");

    private static final Set<String> HARMLESS_WORDS = words("AddKeysToAgent BatchMode CanonicalDomains"
            + " CanonicalizeFallbackLocal CanonicalizeMaxDots CanonicalizePermittedCNAMEs"
            + " ChallengeResponseAuthentication ChannelTimeout CheckHostIP Cipher ClearAllForwardings Compression"
            + " CompressionLevel ConnectionAttempts ControlMaster ControlPath ControlPersist DynamicForward"
            + " EnableEscapeCommandline EnableSSHKeysign EscapeChar ExitOnForwardFailure FingerprintHash"
            + " ForkAfterAuthentication ForwardAgent ForwardX11 ForwardX11Timeout ForwardX11Trusted GatewayPorts"
            + " GSSAPIAuthentication GSSAPIClientIdentity GSSAPIDelegateCredentials GSSAPIKeyExchange"
            + " GSSAPIKexAlgorithms GSSAPIRenewalForcesRekey GSSAPIServerIdentity GSSAPITrustDNS HashKnownHosts"
            + " HostbasedAcceptedAlgorithms HostbasedAuthentication HostbasedKeyTypes IgnoreUnknown IPQoS"
            + " KbdInteractiveAuthentication KbdInteractiveDevices LocalForward LogLevel LogVerbose"
            + " NumberOfPasswordPrompts ObscureKeystrokeTiming PasswordAuthentication PermitLocalCommand"
            + " PermitRemoteOpen Protocol ProxyUseFdpass RekeyLimit RemoteForward RequestTTY RhostsRSAAuthentication"
            + " RSAAuthentication SendEnv SessionType StdinNull"
            + " StreamLocalBindMask StreamLocalBindUnlink SyslogFacility TCPKeepAlive Tunnel TunnelDevice"
            + " UpdateHostKeys UseKeychain UsePrivilegedPort UseRoaming VerifyHostKeyDNS VersionAddendum VisualHostKey"
            + " XAuthLocation");

    /** Values with which a keyword asks for what we do anyway. */
    private static final Map<String, List<String>> NEUTRAL = neutral();

    /** Gives what a line means to us; of unknown keywords we say that we do not honour them. */
    static SshKeyword of(SshConfigLine line) {
        String keyword = line.keyword();
        if (HONOURED_WORDS.contains(keyword)) {
            return HONOURED;
        }
        if (HARMLESS_WORDS.contains(keyword)
                || NEUTRAL.getOrDefault(keyword, List.of()).contains(line.word().toLowerCase(Locale.ROOT))) {
            return HARMLESS;
        }
        return WARNED;
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split(" ", -1)));
    }

    private static Map<String, List<String>> neutral() {
        Map<String, List<String>> neutral = new HashMap<>();
        neutral.put("addressfamily", List.of("any"));
        neutral.put("canonicalizehostname", List.of("no", "none"));
        neutral.put("knownhostscommand", List.of("none"));
        neutral.put("localcommand", List.of("none"));
        neutral.put("nohostauthenticationforlocalhost", List.of("no"));
        neutral.put("pkcs11provider", List.of("none"));
        neutral.put("preferredauthentications", List.of("publickey"));
        neutral.put("pubkeyauthentication", List.of("yes"));
        neutral.put("remotecommand", List.of("none"));
        return neutral;
    }
}
