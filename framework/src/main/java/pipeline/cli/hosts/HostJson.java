package pipeline.cli.hosts;

import java.util.Map;
import java.util.OptionalLong;
import pipeline.hostcheck.HostFacts;
import pipeline.hostcheck.HostReport;
import pipeline.remote.HostLogin;
import pipeline.text.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was found out about a host, for programs: numbers are plain, sizes in bytes. */
final class HostJson {

    private HostJson() {}

    static ObjectNode of(HostReport report) {
        HostFacts facts = report.facts();
        ObjectNode json = (ObjectNode) Json.tree(Map.of());
        json.put("host", report.host());
        json.put("state", state(report));
        text(json, "account", report.login().map(HostLogin::account).orElse(""));
        text(json, "identity", report.login().map(HostLogin::identity).orElse(""));
        text(json, "host_key", report.login().map(HostLogin::hostKey).orElse(""));
        for (String word : new String[] {"shell", "sh", "java", "python3"}) {
            text(json, word, facts.text(word).orElse(""));
        }
        number(json, "cores", facts.number("cores"));
        number(json, "memory", facts.bytes("memory"));
        number(json, "available", facts.bytes("available"));
        facts.text("load")
                .filter(load -> load.matches("[0-9.]{1,12}"))
                .ifPresentOrElse(load -> json.put("load", Double.parseDouble(load)), () -> json.putNull("load"));
        text(json, "node_directory", facts.text("node").orElse(""));
        number(json, "free", facts.bytes("node-free"));
        number(json, "inodes", facts.number("node-inodes"));
        number(json, "clock", report.skew());
        number(json, "max_sessions", facts.number("max-sessions"));
        text(json, "max_startups", facts.text("max-startups").orElse(""));
        json.put("files", facts.files());
        json.put("size", facts.size());
        ArrayNode problems = json.putArray("problems");
        report.problems()
                .forEach(problem -> problems.addObject()
                        .put("level", problem.isError() ? "error" : "warning")
                        .put("text", problem.text()));
        return json;
    }

    /** Returns a word for how a host is. */
    static String state(HostReport report) {
        if (report.login().isEmpty()) {
            return "away";
        }
        return report.hasError() ? "error" : report.problems().isEmpty() ? "ok" : "warning";
    }

    private static void text(ObjectNode json, String name, String text) {
        if (text.isEmpty()) {
            json.putNull(name);
        } else {
            json.put(name, text);
        }
    }

    private static void number(ObjectNode json, String name, OptionalLong number) {
        if (number.isPresent()) {
            json.put(name, number.getAsLong());
        } else {
            json.putNull(name);
        }
    }
}
