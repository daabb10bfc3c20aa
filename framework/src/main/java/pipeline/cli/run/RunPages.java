package pipeline.cli.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.plan.RunRequest;
import pipeline.report.HtmlReport;
import pipeline.store.ProcessIdentity;
import pipeline.web.AccessToken;
import pipeline.web.RunSource;
import pipeline.web.RunWebServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The pages of one run: one that follows it while it goes on, if that was asked for, and a report beside its log at its end. */
final class RunPages implements AutoCloseable {

    private static final String REPORT = "report.html";

    private final RunSource source;
    private final String jobName;
    private final Optional<Path> report;
    private final Optional<RunWebServer> server;
    private final Logger logger;

    private RunPages(
            RunSource source, String jobName, Optional<Path> report, Optional<RunWebServer> server, Logger logger) {
        this.source = source;
        this.jobName = jobName;
        this.report = report;
        this.server = server;
        this.logger = logger;
    }

    /** Begins to serve the run if that was asked for; a port that cannot be had is no reason not to run. */
    static RunPages open(RunSource source, RunRequest request, Path runDirectory, CliEnvironment environment) {
        Logger logger = LogManager.getLogger(request.recipeName());
        Optional<RunWebServer> server = Optional.ofNullable(request.options().serve)
                .flatMap(port -> serve(source, request.jobName(), port, environment, logger));
        Optional<Path> report =
                request.options().noReport ? Optional.empty() : Optional.of(runDirectory.resolve(REPORT));
        return new RunPages(source, request.jobName(), report, server, logger);
    }

    private static Optional<RunWebServer> serve(
            RunSource source, String jobName, int port, CliEnvironment environment, Logger logger) {
        try {
            RunWebServer server = RunWebServer.start(source, AccessToken.random(), port, Optional.empty());
            environment
                    .err()
                    .print("live page: %s\nfrom another machine: %s\n".formatted(server.url(jobName), server.tunnel()));
            return Optional.of(server);
        } catch (IOException e) {
            logger.warn("there is no live page: port {} cannot be had ({})", port, IoErrorText.of(e));
            return Optional.empty();
        }
    }

    /** Ends the page that follows the run, and writes the report; one that cannot be written is only said to be missing. */
    @Override
    public void close() {
        server.ifPresent(RunWebServer::close);
        report.ifPresent(this::write);
    }

    private void write(Path file) {
        try {
            Optional<RunSource.Moment> moment = source.run(jobName);
            if (moment.isPresent()) {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                    HtmlReport.write(
                            out, atItsEnd(moment.get().summary()), moment.get().columns());
                }
                logger.debug("the report of the run is {}", file);
            }
        } catch (IOException | RuntimeException e) {
            logger.warn(
                    "the report of the run is missing: {}; pipeline report -j {} writes it", e.getMessage(), jobName);
        }
    }

    /** The table has this master as long as the engine is open, but the run it speaks of is over. */
    private static ObjectNode atItsEnd(ObjectNode summary) {
        JsonNode jobs = summary.path("jobs");
        boolean isAnyLeft = Stream.of("running", "waiting", "parked")
                .anyMatch(state -> jobs.path(state).intValue(0) > 0);
        summary.put("state", isAnyLeft ? "stopped" : "finished");
        long ended = Instant.parse(summary.path("time").stringValue()).toEpochMilli();
        ProcessIdentity here = ProcessIdentity.ofThisProcess();
        for (JsonNode member : summary.path("members")) {
            if (member.path("pid").longValue(0) == here.pid()
                    && member.path("machine").stringValue("").equals(here.machine())
                    && !member.has("ended")) {
                ((ObjectNode) member).put("ended", ended);
            }
        }
        return summary;
    }
}
