package pipeline.remote;

import java.util.Objects;

/**
 * How a host was logged in to.
 *
 * @param account the user and the address, with the way there if it is not direct
 * @param identity the key that the host took, and where it is from; empty if none was needed
 * @param hostKey the key that the host showed; empty if it needs none
 */
public record HostLogin(String account, String identity, String hostKey) {

    public HostLogin {
        Objects.requireNonNull(account, "account is null");
        Objects.requireNonNull(identity, "identity is null");
        Objects.requireNonNull(hostKey, "hostKey is null");
    }
}
