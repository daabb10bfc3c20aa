package pipeline.remote.identity;

import java.util.List;

/**
 * What to offer to a host, in order.
 *
 * @param notes what was taken and what was left out and why, for people
 */
public record IdentitySelection(List<Identity> offers, List<String> notes) {
    public IdentitySelection {
        offers = List.copyOf(offers);
        notes = List.copyOf(notes);
    }
}
