package pipeline.remote.hostkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostKeyPreferenceTest {

    private static final List<String> ALL = List.of(
            "ssh-ed25519-cert-v01@openssh.com",
            "rsa-sha2-512-cert-v01@openssh.com",
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "rsa-sha2-512",
            "rsa-sha2-256");

    @Test
    void types_of_known_keys_come_first_and_without_an_authority_certificates_not_at_all() {
        assertThat(HostKeyPreference.order(ALL, Set.of("ssh-rsa"), false))
                .containsExactly("rsa-sha2-512", "rsa-sha2-256", "ssh-ed25519", "ecdsa-sha2-nistp256");
    }

    @Test
    void without_known_keys_the_order_stays() {
        assertThat(HostKeyPreference.order(ALL, Set.of(), false))
                .containsExactly("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256");
    }

    @Test
    void with_an_authority_certificates_come_first() {
        assertThat(HostKeyPreference.order(ALL, Set.of("ecdsa-sha2-nistp256"), true))
                .containsExactly(
                        "ssh-ed25519-cert-v01@openssh.com",
                        "rsa-sha2-512-cert-v01@openssh.com",
                        "ecdsa-sha2-nistp256",
                        "ssh-ed25519",
                        "rsa-sha2-512",
                        "rsa-sha2-256");
    }

    @Test
    void a_signature_and_a_certificate_are_of_the_type_of_the_key() {
        assertThat(HostKeyPreference.types(ALL))
                .containsExactlyInAnyOrder("ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa");
    }
}
