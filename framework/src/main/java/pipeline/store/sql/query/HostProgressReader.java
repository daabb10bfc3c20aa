package pipeline.store.sql.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.HostProgress;
import pipeline.store.LeftPendingReason;
import pipeline.store.query.QueryCondition;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.ConditionSql;
import pipeline.store.sql.statement.RowMappers;
import pipeline.store.sql.statement.WhereClause;

/** Counts the jobs of hosts and measures them. The database does it, so that no row for each job is read. */
public final class HostProgressReader {

    private static final String COUNTS = """
            SELECT host, status, COUNT(*) AS jobs,
              SUM(CASE WHEN reason = '' OR SUBSTR(reason, 1, %d) = '%s' THEN 0 ELSE 1 END) AS parked
            FROM job WHERE %s AND (%s) GROUP BY host, status""";

    /** The median is the middle one, or the mean of the two in the middle. */
    private static final String DURATIONS = """
            SELECT host, AVG(duration) AS median, MAX(longest) AS slowest FROM (
              SELECT host, duration,
                ROW_NUMBER() OVER (PARTITION BY host ORDER BY duration) AS place,
                COUNT(*) OVER (PARTITION BY host) AS jobs,
                MAX(duration) OVER (PARTITION BY host) AS longest
              FROM job WHERE %s AND (%s) AND status = 'success' AND duration IS NOT NULL) measured
            WHERE 2 * place BETWEEN jobs AND jobs + 2 GROUP BY host""";

    private record Measured(double median, double slowest) {}

    private static final class Counted {
        final Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
        long parked;
    }

    private final Database database;
    private final ConditionSql conditions;

    public HostProgressReader(Database database, ConditionSql conditions) {
        this.database = database;
        this.conditions = conditions;
    }

    public List<HostProgress> read(QueryCondition within) {
        WhereClause condition = conditions.of(within);
        return database.read((handle, isRepeated) -> {
            Map<String, Counted> counted = new TreeMap<>();
            handle.createQuery(COUNTS.formatted(
                            LeftPendingReason.PREFIX.length(),
                            LeftPendingReason.PREFIX,
                            RowMappers.VISIBLE,
                            condition.sql()))
                    .bindMap(condition.values())
                    .map((row, context) -> add(row, counted))
                    .forEach(added -> {});
            Map<String, Measured> measured = new HashMap<>();
            handle.createQuery(DURATIONS.formatted(RowMappers.VISIBLE, condition.sql()))
                    .bindMap(condition.values())
                    .map((row, context) -> measured.put(
                            row.getString("host"), new Measured(row.getDouble("median"), row.getDouble("slowest"))))
                    .forEach(added -> {});
            return counted.entrySet().stream()
                    .map(entry -> progress(entry.getKey(), entry.getValue(), measured.get(entry.getKey())))
                    .toList();
        });
    }

    private static boolean add(ResultSet row, Map<String, Counted> counted) throws SQLException {
        Counted host = counted.computeIfAbsent(row.getString("host"), name -> new Counted());
        JobStatus status = RowMappers.status(row.getString("status"));
        host.counts.put(status, row.getLong("jobs"));
        if (status == JobStatus.PENDING) {
            host.parked = row.getLong("parked");
        }
        return true;
    }

    private static HostProgress progress(String host, Counted counted, @Nullable Measured measured) {
        return new HostProgress(
                host,
                counted.counts,
                counted.parked,
                measured == null ? null : measured.median(),
                measured == null ? null : measured.slowest());
    }
}
