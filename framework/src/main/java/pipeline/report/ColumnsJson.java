package pipeline.report;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import pipeline.text.Json;

/**
 * Writes the columns of a run as the script of the page reads them: numbers that grow slowly as what is added to the one before,
 * texts that come again as numbers of a list. Times are milliseconds since the first attempt.
 */
final class ColumnsJson {

    private final RunColumns run;
    private final Writer out;
    private final long origin;
    private String separator = "";

    ColumnsJson(RunColumns run, Writer out) {
        this.run = run;
        this.out = out;
        this.origin = run.origin();
    }

    void write() throws IOException {
        int[] order = run.hostOrder();
        int[] rank = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            rank[order[i]] = i;
        }
        LaneAssignment lanes = run.lanes();
        out.write("{\"origin\":" + origin);
        separator = ",";
        List<String> names = run.jobs.hostNames.texts();
        texts("hosts", Arrays.stream(order).mapToObj(names::get).toList());
        numbers("lanes", order.length, host -> lanes.count(order[host]));
        texts("programs", run.jobs.programNames.texts());
        texts("steps", run.jobs.stepNames.texts());
        texts("messages", run.messageTexts.texts());
        texts("states", run.jobs.stateNames.texts());
        texts("kinds", run.jobs.kindNames.texts());
        texts("endings", run.attempts.endingNames.texts());
        jobs(rank);
        attempts(lanes);
        out.write("}");
    }

    private void jobs(int[] rank) throws IOException {
        JobColumns jobs = run.jobs;
        begin("jobs");
        differences("id", jobs.ids);
        numbers("host", jobs.size(), row -> rank[(int) jobs.hosts.get(row)]);
        numbers("program", jobs.programs);
        numbers("step", jobs.steps);
        texts("label", jobs.labels);
        numbers("state", jobs.states);
        numbers("attempts", jobs.attempts);
        numbers("duration", jobs.durations);
        numbers("kind", jobs.kinds);
        numbers("exit_code", jobs.exitCodes);
        numbers("message", jobs.messages);
        end();
    }

    private void attempts(LaneAssignment lanes) throws IOException {
        AttemptColumns attempts = run.attempts;
        begin("attempts");
        differences("job", attempts.jobs);
        numbers("number", attempts.numbers);
        numbers("reserved", attempts.size(), row -> attempts.reserved.get(row) - origin);
        numbers("idle", attempts.size(), row -> lanes.waitFrom(row) - attempts.reserved.get(row));
        numbers("wait", attempts.size(), row -> attempts.began.get(row) - attempts.reserved.get(row));
        numbers("run", attempts.size(), row -> attempts.ended.get(row) - attempts.began.get(row));
        numbers("ending", attempts.endings);
        numbers("message", attempts.messages);
        numbers("lane", attempts.size(), lanes::lane);
        end();
    }

    private void begin(String name) throws IOException {
        out.write(separator + "\"" + name + "\":{");
        separator = "";
    }

    private void end() throws IOException {
        out.write("}");
        separator = ",";
    }

    private void numbers(String name, LongColumn column) throws IOException {
        numbers(name, column.size(), column::get);
    }

    private void differences(String name, LongColumn column) throws IOException {
        numbers(name, column.size(), row -> column.get(row) - (row == 0 ? 0 : column.get(row - 1)));
    }

    private void numbers(String name, int size, IntToLongFunction value) throws IOException {
        out.write(separator + "\"" + name + "\":[");
        separator = ",";
        for (int row = 0; row < size; row++) {
            out.write((row == 0 ? "" : ",") + value.applyAsLong(row));
        }
        out.write("]");
    }

    private void texts(String name, List<String> texts) throws IOException {
        out.write(separator + "\"" + name + "\":");
        separator = ",";
        out.write(Json.write(Json.tree(texts)));
    }
}
