package pipeline.store.sql.reserve;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobKey;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.Finish;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.Binder;
import pipeline.store.sql.statement.RowMappers;
import pipeline.store.support.StoredText;
import pipeline.text.Json;
import tools.jackson.core.JacksonException;

/** The statements that finish reservations, each only where the reservation still holds. */
public final class FinishStatements {

    private static final String JOB = """
            UPDATE job SET status = ?, reason = ?, completed_time = CASE WHEN ? = 1 THEN %1$s ELSE NULL END,
              scheduled_time = CASE WHEN ? = 1 THEN %1$s + ? ELSE scheduled_time END, duration = ?, result = ?,
              outputs = ?, failure_kind = ?, exit_code = ?, error_message = ?, error_stack = ?, attempts = attempts - ?,
              reserved_time = CASE WHEN ? = 1 THEN reserved_time ELSE NULL END,
              user_name = CASE WHEN ? = 1 THEN user_name ELSE '' END, pid = CASE WHEN ? = 1 THEN pid ELSE 0 END,
              connection_id = CASE WHEN ? = 1 THEN connection_id ELSE 0 END,
              version = CASE WHEN ? = 1 THEN version ELSE '' END, owner = CASE WHEN ? = 1 THEN owner ELSE NULL END
            WHERE job_id = ? AND reservation = ? AND status = 'reserved'""";

    private static final String ATTEMPT = """
            UPDATE attempt SET ending = ?, started_time = ?, completed_time = %s, duration = ?, failure_kind = ?,
              exit_code = ?, error_message = ?, error_stack = ?, stdout_path = ?, stderr_path = ?, result = ?
            WHERE job_id = ? AND number = ? AND reservation = ? AND ending IS NULL""";

    /** Of an attempt that was cancelled nobody asks the host any more once its end is known. */
    private static final String CANCELLED = """
            UPDATE attempt SET ending = 'error', started_time = ?, completed_time = %s, duration = ?, stdout_path = ?,
              stderr_path = ?
            WHERE job_id = ? AND number = ? AND ending = 'lost' AND failure_kind = 'cancelled'""";

    private static final String UNDO =
            "DELETE FROM attempt WHERE job_id = ? AND number = ? AND reservation = ? AND ending IS NULL";

    private static final double MILLIS = 1000.0;

    private final Database database;
    private final String jobUpdate;
    private final String attemptUpdate;
    private final String cancelledUpdate;
    private final boolean keepsCompleted;

    /**
     * Makes it.
     *
     * @param keepsCompleted whether successes keep more than key and status
     */
    public FinishStatements(Database database, boolean keepsCompleted) {
        this.database = database;
        this.jobUpdate = JOB.formatted(database.dialect().now());
        this.attemptUpdate = ATTEMPT.formatted(database.dialect().now());
        this.cancelledUpdate = CANCELLED.formatted(database.dialect().now());
        this.keepsCompleted = keepsCompleted;
    }

    /**
     * Writes endings.
     *
     * @param isRepeated whether an earlier try may have been committed
     * @return for each, whether it is in the table
     */
    List<Boolean> write(Handle handle, List<Finish> endings, boolean isRepeated) {
        if (endings.isEmpty()) {
            return List.of();
        }
        int[] counts = database.use(handle, jobUpdate, statement -> {
            for (Finish ending : endings) {
                bindJob(new Binder(statement), ending);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
        List<Boolean> accepted = new ArrayList<>(endings.size());
        List<Finish> ended = new ArrayList<>(endings.size());
        List<Finish> refused = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            Finish ending = endings.get(i);
            if (counts[i] == 1) {
                ended.add(ending);
            } else if (!(ending.how() instanceof Finish.Lost)) {
                refused.add(ending);
            }
            accepted.add(counts[i] == 1 || (isRepeated && isWritten(handle, ending)));
        }
        writeAttempts(handle, ended);
        writeCancelled(handle, refused);
        return accepted;
    }

    private void writeCancelled(Handle handle, List<Finish> refused) {
        if (refused.isEmpty()) {
            return;
        }
        database.use(handle, cancelledUpdate, statement -> {
            for (Finish ending : refused) {
                Binder values = new Binder(statement);
                bindRun(values, ending.run());
                values.number(ending.reservation().job())
                        .number(ending.reservation().attempt());
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    private static void bindRun(Binder values, Finish.@Nullable Run run) throws SQLException {
        values.number(started(run))
                .real(run == null ? null : run.duration().toMillis() / MILLIS)
                .text(run == null || run.stdout() == null ? null : run.stdout().toString())
                .text(run == null || run.stderr() == null ? null : run.stderr().toString());
    }

    private static @Nullable Long started(Finish.@Nullable Run run) {
        return run == null || run.started() == null ? null : run.started().toEpochMilli();
    }

    private void writeAttempts(Handle handle, Collection<Finish> ended) {
        List<Finish> kept = new ArrayList<>();
        List<Finish> undone = new ArrayList<>();
        ended.forEach(ending -> (isUndone(ending) || isBare(ending) ? undone : kept).add(ending));
        if (!kept.isEmpty()) {
            database.use(handle, attemptUpdate, statement -> {
                for (Finish ending : kept) {
                    bindReservation(bindAttempt(new Binder(statement), ending), ending);
                    statement.addBatch();
                }
                return statement.executeBatch();
            });
        }
        if (!undone.isEmpty()) {
            database.use(handle, UNDO, statement -> {
                for (Finish ending : undone) {
                    bindReservation(new Binder(statement), ending);
                    statement.addBatch();
                }
                return statement.executeBatch();
            });
        }
    }

    private static boolean isWritten(Handle handle, Finish ending) {
        return handle.createQuery("SELECT COUNT(*) FROM attempt WHERE job_id = :job AND reservation = :reservation"
                                + " AND ending = :ending")
                        .bind("job", ending.reservation().job())
                        .bind("reservation", ending.reservation().number())
                        .bind("ending", RowMappers.word(ending(ending)))
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private void bindJob(Binder values, Finish ending) throws SQLException {
        Finish.How how = ending.how();
        Failure failure = failure(how);
        JobStatus status = status(how);
        int isOver = status == JobStatus.PENDING ? 0 : 1;
        Finish.Run run = isBare(ending) ? null : ending.run();
        values.text(status.word())
                .text(StoredText.clean(reason(how)))
                .number(isOver)
                .number(how instanceof Finish.Again ? 1 : 0)
                .number(how instanceof Finish.Again again ? again.pause().toMillis() : 0L)
                .real(run == null ? null : run.duration().toMillis() / MILLIS)
                .text(how instanceof Finish.Succeeded success && !isBare(ending) ? result(success.result()) : null)
                .text(how instanceof Finish.Succeeded success ? StoredText.cleanOrNull(success.outputs()) : null)
                .text(failure == null ? null : RowMappers.word(failure.kind()))
                .integer(exitCode(how, failure))
                .text(failure == null ? "" : StoredText.message(failure.message()))
                .text(StoredText.cleanOrNull(stack(how)))
                .number(isUndone(ending) ? 1 : 0)
                .number(isOver)
                .number(isOver)
                .number(isOver)
                .number(isOver)
                .number(isOver)
                .number(isOver)
                .number(ending.reservation().job())
                .number(ending.reservation().number());
    }

    /** Returns a result as queries compare it. */
    private static @Nullable String result(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            return StoredText.clean(JobKey.canonical(Json.read(json)));
        } catch (JacksonException | IllegalArgumentException e) {
            // recorded as it is: what it is good for is not decided here
            return StoredText.clean(json);
        }
    }

    private static Binder bindAttempt(Binder values, Finish ending) throws SQLException {
        Failure failure = ending.how() instanceof Finish.Lost lost
                ? new Failure(FailureKind.LOST, null, lost.reason())
                : failure(ending.how());
        Finish.Run run = ending.run();
        return values.text(RowMappers.word(ending(ending)))
                .number(started(run))
                .real(run == null ? null : run.duration().toMillis() / MILLIS)
                .text(failure == null ? null : RowMappers.word(failure.kind()))
                .integer(exitCode(ending.how(), failure))
                .text(StoredText.message(message(ending.how(), failure)))
                .text(StoredText.cleanOrNull(stack(ending.how())))
                .text(run == null || run.stdout() == null ? null : run.stdout().toString())
                .text(run == null || run.stderr() == null ? null : run.stderr().toString())
                .text(ending.how() instanceof Finish.Succeeded success ? result(success.result()) : null);
    }

    /** An attempt keeps what it said although the job may be run again. */
    private static String message(Finish.How how, @Nullable Failure failure) {
        if (how instanceof Finish.Skipped skipped) {
            return skipped.reason();
        }
        return failure == null ? "" : failure.message();
    }

    private static void bindReservation(Binder values, Finish ending) throws SQLException {
        values.number(ending.reservation().job())
                .number(ending.reservation().attempt())
                .number(ending.reservation().number());
    }

    private static JobStatus status(Finish.How how) {
        if (how instanceof Finish.Succeeded) {
            return JobStatus.SUCCESS;
        }
        if (how instanceof Finish.Skipped) {
            return JobStatus.IGNORE;
        }
        return how instanceof Finish.Failed ? JobStatus.ERROR : JobStatus.PENDING;
    }

    private static String reason(Finish.How how) {
        if (how instanceof Finish.Lost lost) {
            return lost.reason();
        }
        if (how instanceof Finish.Skipped skipped) {
            return StoredText.message(skipped.reason());
        }
        return how instanceof Finish.Released released ? released.reason() : "";
    }

    private static AttemptRow.AttemptEnd ending(Finish ending) {
        if (ending.how() instanceof Finish.Succeeded) {
            return AttemptRow.AttemptEnd.SUCCESS;
        }
        if (ending.how() instanceof Finish.Lost) {
            return AttemptRow.AttemptEnd.LOST;
        }
        if (ending.how() instanceof Finish.Skipped) {
            return AttemptRow.AttemptEnd.SKIPPED;
        }
        return ending.how() instanceof Finish.Released ? AttemptRow.AttemptEnd.RELEASED : AttemptRow.AttemptEnd.ERROR;
    }

    /** Returns whether nothing is kept of a job but that it succeeded. */
    private boolean isBare(Finish ending) {
        return ending.how() instanceof Finish.Succeeded && !keepsCompleted;
    }

    private static boolean isUndone(Finish ending) {
        return ending.how() instanceof Finish.Released && ending.run() == null;
    }

    private static @Nullable Failure failure(Finish.How how) {
        if (how instanceof Finish.Failed failed) {
            return failed.failure();
        }
        return how instanceof Finish.Again again ? again.failure() : null;
    }

    /** What succeeded ended with 0; nothing else counts as a success. */
    private static @Nullable Integer exitCode(Finish.How how, @Nullable Failure failure) {
        if (how instanceof Finish.Succeeded) {
            return 0;
        }
        if (how instanceof Finish.Skipped skipped) {
            return skipped.exitCode();
        }
        return failure == null ? null : failure.exitCode();
    }

    private static @Nullable String stack(Finish.How how) {
        if (how instanceof Finish.Failed failed) {
            return failed.stack();
        }
        return how instanceof Finish.Again again ? again.stack() : null;
    }
}
