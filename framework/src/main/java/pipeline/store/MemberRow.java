package pipeline.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A master or worker as it stands in the table.
 *
 * @param uuid names it among all members of all tables
 * @param connectionId the database's own number for its heartbeat connection; 0 where it has none
 * @param ended null while it lives
 * @param askedToEnd when somebody asked it to end; null if nobody did
 */
public record MemberRow(
        long id,
        String uuid,
        NewMember member,
        long connectionId,
        Instant started,
        Instant heartbeat,
        @Nullable Instant ended,
        @Nullable Instant askedToEnd) {}
