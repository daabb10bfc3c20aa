package pipeline.store;

import java.util.List;
import java.util.Optional;

/**
 * The answer to {@link JobTable#finishAndReserve}.
 *
 * @param accepted for each ending, whether its reservation still held and the ending is in the table
 * @param reserved for each job that was wanted, its reservation; empty if it was not to be had
 */
public record FinishAndReserveResult(List<Boolean> accepted, List<Optional<Reservation>> reserved) {
    public FinishAndReserveResult {
        accepted = List.copyOf(accepted);
        reserved = List.copyOf(reserved);
    }
}
