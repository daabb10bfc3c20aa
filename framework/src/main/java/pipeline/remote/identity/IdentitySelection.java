package pipeline.remote.identity;

import java.security.PublicKey;
import java.util.List;
import pipeline.remote.hostkey.HostKey;

/**
 * What to offer to a host, in order.
 *
 * @param notes what was taken and what was left out and why, for people
 */
public record IdentitySelection(List<Identity> offers, List<String> notes) {
    /** Returns one of the keys for people, with where it is from; empty if it is none of them. */
    public String describe(PublicKey key) {
        return offers.stream()
                .filter(offer -> offer.key().equals(key))
                .findFirst()
                .map(offer -> HostKey.of(key).type() + " of " + offer.origin())
                .orElse("");
    }

    public IdentitySelection {
        offers = List.copyOf(offers);
        notes = List.copyOf(notes);
    }
}
