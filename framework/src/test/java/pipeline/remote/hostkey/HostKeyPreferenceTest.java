package pipeline.remote.hostkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.junit.jupiter.api.Test;

class HostKeyPreferenceTest {

    private static final List<NamedFactory<Signature>> ALL = List.of(
            BuiltinSignatures.ed25519_cert,
            BuiltinSignatures.ed25519,
            BuiltinSignatures.nistp256,
            BuiltinSignatures.rsaSHA512,
            BuiltinSignatures.rsaSHA256);

    @Test
    void types_of_known_keys_come_first_and_certificates_not_at_all() {
        assertThat(HostKeyPreference.order(ALL, Set.of("ssh-rsa")))
                .extracting(NamedFactory::getName)
                .containsExactly("rsa-sha2-512", "rsa-sha2-256", "ssh-ed25519", "ecdsa-sha2-nistp256");
    }

    @Test
    void without_known_keys_the_order_stays() {
        assertThat(HostKeyPreference.order(ALL, Set.of()))
                .extracting(NamedFactory::getName)
                .containsExactly("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256");
    }
}
