package pipeline.store.sql.reserve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import pipeline.store.HeartbeatReply;
import pipeline.store.JobNameInUseException;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.schema.SchemaMigration;
import pipeline.store.sql.statement.IdChunks;
import pipeline.store.sql.statement.RowMappers;
import pipeline.store.support.StoredText;

/** The statements for masters and workers, living and dead. */
public final class MemberStatements {

    private static final String INSERT = """
            INSERT INTO member (uuid, kind, recipe, job_name, command, shares, version, user_name, machine, boot_id, pid,
              process_started, connection_id, output_directory, started_time, heartbeat_time)
            VALUES (:uuid, :kind, :recipe, :jobName, :command, :shares, :version, :user, :machine, :bootId, :pid,
              :processStarted, :connection, :outputDirectory, %s, %s)""";

    private final Database database;
    private final OrphanRecovery orphans;
    private final String now;

    public MemberStatements(Database database, OrphanRecovery orphans) {
        this.database = database;
        this.orphans = orphans;
        this.now = database.dialect().now();
    }

    public long enter(NewMember member, Duration orphanAfter) throws JobNameInUseException {
        String uuid = UUID.randomUUID().toString();
        Optional<MemberRow> other = database.write((handle, isRepeated) -> {
            handle.execute(SchemaMigration.ONE_AT_A_TIME);
            orphans.markDead(handle, id(handle, uuid).orElse(JobTable.NOBODY), orphanAfter);
            Optional<MemberRow> rival =
                    member.kind() == NewMember.Kind.MASTER ? rival(handle, member, uuid) : Optional.empty();
            if (rival.isEmpty() && id(handle, uuid).isEmpty()) {
                insert(handle, member, uuid);
            }
            return rival;
        });
        if (other.isPresent()) {
            throw new JobNameInUseException(inUse(other.get()));
        }
        long id = database.heartbeat((handle, isRepeated) -> {
            long made = id(handle, uuid).orElseThrow();
            touch(handle, made);
            return made;
        });
        return id;
    }

    /** Returns a living master that does not share its job name with a new one, or with which that one does not. */
    private static Optional<MemberRow> rival(Handle handle, NewMember member, String uuid) {
        return handle.createQuery("SELECT * FROM member WHERE ended_time IS NULL AND kind = 'master'"
                        + " AND job_name = :jobName AND uuid <> :uuid" + (member.shares() ? " AND shares = 0" : "")
                        + " ORDER BY member_id")
                .bind("jobName", member.jobName())
                .bind("uuid", uuid)
                .map((row, context) -> RowMappers.member(row))
                .findFirst();
    }

    private static String inUse(MemberRow other) {
        ProcessIdentity process = other.member().process();
        return "the job name %s is in use: %s on %s (pid %d) has been running %s under it since %s%s; wait for it, use another name, or %s"
                .formatted(
                        other.member().jobName(),
                        process.user(),
                        process.machine(),
                        process.pid(),
                        other.member().recipe(),
                        other.started(),
                        other.member().shares() ? "" : ", without --share",
                        other.member().shares()
                                ? "add --share to work on the same jobs together"
                                : "start both with --share to work on the same jobs together");
    }

    private static Optional<Long> id(Handle handle, String uuid) {
        return handle.createQuery("SELECT member_id FROM member WHERE uuid = :uuid")
                .bind("uuid", uuid)
                .mapTo(Long.class)
                .findFirst();
    }

    private void insert(Handle handle, NewMember member, String uuid) {
        ProcessIdentity process = member.process();
        handle.createUpdate(INSERT.formatted(now, now))
                .bind("uuid", uuid)
                .bind("kind", RowMappers.word(member.kind()))
                .bind("recipe", member.recipe())
                .bind("jobName", member.jobName())
                .bind("command", StoredText.clean(member.command()))
                .bind("shares", member.shares() ? 1 : 0)
                .bind("outputDirectory", member.outputDirectory())
                .bind("version", StoredText.shortened(member.version(), 64))
                .bind("user", StoredText.shortened(process.user(), 255))
                .bind("machine", StoredText.shortened(process.machine(), 255))
                .bind("bootId", StoredText.shortened(process.bootId(), 64))
                .bind("pid", process.pid())
                .bind("processStarted", process.started())
                .bind("connection", 0L)
                .execute();
    }

    private int touch(Handle handle, long member) {
        return handle.createUpdate(
                        "UPDATE member SET heartbeat_time = %s, connection_id = :connection WHERE member_id = :id AND ended_time IS NULL"
                                .formatted(now))
                .bind("connection", database.dialect().connectionId(handle))
                .bind("id", member)
                .execute();
    }

    public HeartbeatReply heartbeat(long member) {
        return database.heartbeat((handle, isRepeated) -> {
            if (touch(handle, member) == 0) {
                return HeartbeatReply.DECLARED_DEAD;
            }
            boolean isAsked = handle.createQuery("SELECT asked_time IS NOT NULL FROM member WHERE member_id = :id")
                    .bind("id", member)
                    .mapTo(Boolean.class)
                    .one();
            return isAsked ? HeartbeatReply.ASKED_TO_END : HeartbeatReply.LIVE;
        });
    }

    public void leave(long member) {
        database.write((handle, isRepeated) -> {
            handle.createUpdate("UPDATE member SET ended_time = %s WHERE member_id = :id AND ended_time IS NULL"
                            .formatted(now))
                    .bind("id", member)
                    .execute();
            return orphans.release(handle, List.of(member), OrphanRecovery.Cause.LEFT);
        });
    }

    public List<MemberRow> list(boolean withEnded) {
        return database.read((handle, isRepeated) -> handle.createQuery(
                        "SELECT * FROM member" + (withEnded ? "" : " WHERE ended_time IS NULL") + " ORDER BY member_id")
                .map((row, context) -> RowMappers.member(row))
                .list());
    }

    public long askToEnd(Collection<Long> members) {
        if (members.isEmpty()) {
            return 0;
        }
        return database.write((handle, isRepeated) -> (long) handle.execute("UPDATE member SET asked_time = " + now
                + " WHERE ended_time IS NULL AND asked_time IS NULL AND member_id IN ("
                + IdChunks.in(new ArrayList<>(members)) + ")"));
    }

    /** Returns a member as it was entered. */
    MemberRow get(Handle handle, long member) {
        return handle.createQuery("SELECT * FROM member WHERE member_id = :id")
                .bind("id", member)
                .map((row, context) -> RowMappers.member(row))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no member " + member + " in the table"));
    }
}
