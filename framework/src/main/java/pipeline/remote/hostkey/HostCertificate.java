package pipeline.remote.hostkey;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/** The certificate of a host, checked as OpenSSH does after it trusts the authority. */
public record HostCertificate(OpenSshCertificate certificate) {

    /** Returns the key of the authority that signed it. */
    public HostKey authority() {
        return HostKey.of(certificate.getCaPubKey());
    }

    /** Returns the key of the host that it is about. */
    public HostKey key() {
        return HostKey.of(certificate.getCertPubKey());
    }

    /**
     * Returns why it is not valid; empty if it is.
     *
     * @param name of the host that it must be for
     * @param algorithms by which authorities may sign
     */
    public Optional<String> objection(String name, List<String> algorithms, Instant now) {
        if (certificate.getType() != OpenSshCertificate.Type.HOST) {
            return Optional.of("it is a certificate of a user");
        }
        if (!algorithms.contains(certificate.getSignatureAlgorithm())) {
            return Optional.of("it is signed by " + certificate.getSignatureAlgorithm()
                    + ", which CASignatureAlgorithms does not have");
        }
        if (!isSigned()) {
            return Optional.of("the signature of its authority is wrong");
        }
        if (!OpenSshCertificate.isValidAt(certificate, now)) {
            return Optional.of("it is " + (isEarly(now) ? "not yet valid" : "expired"));
        }
        Collection<String> principals = certificate.getPrincipals();
        // a name that looks like a pattern is a name, as for ssh
        if (principals != null && !principals.isEmpty() && !principals.contains(name)) {
            return Optional.of("it is for " + String.join(",", principals) + ", not for " + name);
        }
        if (!certificate.getCriticalOptionsMap().isEmpty()) {
            return Optional.of("it has unknown critical options");
        }
        return Optional.empty();
    }

    private boolean isEarly(Instant now) {
        return Long.compareUnsigned(now.getEpochSecond(), certificate.getValidAfter()) < 0;
    }

    private boolean isSigned() {
        BuiltinSignatures algorithm = BuiltinSignatures.fromFactoryName(certificate.getSignatureAlgorithm());
        if (algorithm == null || !algorithm.isSupported()) {
            return false;
        }
        try {
            Signature signature = algorithm.create();
            signature.initVerifier(null, certificate.getCaPubKey());
            signature.update(null, certificate.getMessage());
            return signature.verify(null, certificate.getSignature());
        } catch (Exception e) {
            // MINA declares any; what cannot be verified is not signed
            return false;
        }
    }

    @Override
    public String toString() {
        return "certificate " + certificate.getId() + " of " + key() + ", signed by " + authority();
    }
}
