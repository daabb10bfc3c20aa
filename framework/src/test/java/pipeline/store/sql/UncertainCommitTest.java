package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.ClaimedJob;
import pipeline.store.Finish;
import pipeline.store.FinishAndReserveResult;
import pipeline.store.JobRow;
import pipeline.store.Reservation;
import pipeline.store.query.QueryCondition;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.connection.SqliteConnections;
import pipeline.store.sql.dialect.Dialect;
import pipeline.store.sql.dialect.SqliteDialect;
import pipeline.store.sql.schema.SchemaMigration;
import pipeline.store.support.RetryLimit;
import pipeline.store.support.StoreErrorKind;
import pipeline.time.Scheduler;

/** A database that goes away at a commit: what was committed without our knowing is neither lost nor done twice. */
class UncertainCommitTest {

    private static final String GONE = "the server is gone";

    /** Lets so many commits go well and then one seem to fail that did not. */
    private final AtomicInteger commitsLeft = new AtomicInteger(Integer.MAX_VALUE);

    private SqlJobTable table;
    private TableSamples samples;
    private long me;

    @BeforeEach
    void open_table() {
        SqliteConnections connections = SqliteConnections.inMemory();
        Database database =
                new Database(connections, dialect(), RetryLimit.of(Duration.ofSeconds(60)), false, Scheduler.system());
        new SchemaMigration(database).migrate();
        connections.writers().setTransactionHandler(losing(connections.writers().getTransactionHandler()));
        table = new SqlJobTable(database, true);
        samples = new TableSamples(table);
        me = samples.member();
    }

    @AfterEach
    void close_table() {
        table.close();
    }

    @Test
    void what_was_claimed_is_given_by_the_next_try() {
        samples.submit(me, 5);
        commitsLeft.set(0);
        List<ClaimedJob> claims = table.claim(me, QueryCondition.always(), 3);
        assertThat(claims).extracting(claim -> claim.row().position()).containsExactly(0, 1, 2);
        assertThat(claims).allMatch(claim -> claim.row().state().status() == JobStatus.RESERVED);
        assertThat(table.count(QueryCondition.always()))
                .isEqualTo(Map.of(JobStatus.RESERVED, 3L, JobStatus.PENDING, 2L));
        for (ClaimedJob claim : claims) {
            assertThat(samples.finish(me, claim.reservation(), new Finish.Succeeded(null)))
                    .isTrue();
            assertThat(table.attempts(claim.row().id())).hasSize(1);
        }
        assertThat(table.claim(me, QueryCondition.always(), 3)).hasSize(2);
    }

    @Test
    void what_was_reserved_and_ended_counts() {
        List<JobRow> rows = samples.submit(me, 2);
        commitsLeft.set(0);
        Reservation first = samples.reserve(me, rows.get(0).id()).orElseThrow();
        commitsLeft.set(0);
        FinishAndReserveResult exchange = table.finishAndReserve(
                me,
                List.of(new Finish(first, new Finish.Succeeded(null), TableSamples.run())),
                List.of(rows.get(1).id()));
        assertThat(exchange.accepted()).containsExactly(true);
        assertThat(exchange.reserved()).allMatch(reservation -> reservation.isPresent());
        assertThat(table.count(QueryCondition.always()))
                .isEqualTo(Map.of(JobStatus.SUCCESS, 1L, JobStatus.RESERVED, 1L));
        assertThat(table.attempts(rows.get(0).id())).hasSize(1);
    }

    @Test
    void a_member_that_enters_is_there_once_and_brings_its_jobs_once() {
        commitsLeft.set(0);
        long other = samples.member();
        assertThat(table.members(false)).hasSize(2);
        commitsLeft.set(0);
        assertThat(table.submit(samples.batch(other, TableSamples.jobs(4))).added())
                .isEqualTo(4);
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.PENDING, 4L));
    }

    /** Returns transactions that are committed, and seem to fail when their turn has come. */
    private TransactionHandler losing(TransactionHandler real) {
        return (TransactionHandler) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TransactionHandler.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("specialize")) {
                        return losing(real.specialize((Handle) arguments[0]));
                    }
                    Object result = invoke(real, method, arguments);
                    if (method.getName().equals("inTransaction") && commitsLeft.getAndDecrement() == 0) {
                        throw new TransactionException(GONE, new SQLException(GONE));
                    }
                    return result;
                });
    }

    private static Dialect dialect() {
        Dialect real = new SqliteDialect();
        return (Dialect) Proxy.newProxyInstance(
                UncertainCommitTest.class.getClassLoader(),
                new Class<?>[] {Dialect.class},
                (proxy, method, arguments) ->
                        method.getName().equals("errorKind") && GONE.equals(((SQLException) arguments[0]).getMessage())
                                ? StoreErrorKind.AWAY
                                : invoke(real, method, arguments));
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
