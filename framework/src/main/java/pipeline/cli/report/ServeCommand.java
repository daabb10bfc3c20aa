package pipeline.cli.report;

import java.io.IOException;
import java.net.BindException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.overview.RunNameOption;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.web.AccessToken;
import pipeline.web.RunActions;
import pipeline.web.RunWebServer;

/** Shows runs in a browser while they go on. */
@Command(
        name = "serve",
        customSynopsis = "pipeline serve [OPTION...]",
        description =
                "Shows runs in a browser, live: the page of a report that follows what happens, with what jobs print. It is"
                        + " served to this machine alone, to those who have the address that is printed; Ctrl-C ends it. Metrics"
                        + " for Prometheus are at /metrics, with the token as bearer.")
final class ServeCommand extends TableCommand {

    private static final int MOST_PORTS = 65535;

    @Mixin
    RunNameOption run = new RunNameOption();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            order = 2,
            description = "The port of this machine. Default: 0, which is any that is free.")
    int port;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            order = 3,
            description = "Keeps the token of the address in this file, so that the address is the same the next time."
                    + " Default: a new one at each start.")
    @Nullable
    String tokenFile;

    @Option(
            names = "--allow-actions",
            order = 4,
            description =
                    "Lets those who have the address retry and cancel jobs and drain hosts. Default: they only look.")
    boolean isActing;

    @Mixin
    OpenPageOption open = new OpenPageOption();

    @Override
    protected boolean isChanging() {
        return isActing;
    }

    @Override
    protected ExitCode run(TableContext context) throws InterruptedException {
        if (port < 0 || port > MOST_PORTS) {
            throw new UserErrorException(
                    ExitCode.USAGE, "--port must be between 0 and %d, but was %d".formatted(MOST_PORTS, port));
        }
        if (run.name() != null) {
            run.run(context);
        }
        TableRunSource source =
                new TableRunSource(context.table(), context.settings().timing().orphanTimeout());
        Optional<RunActions> actions = isActing ? Optional.of(new TableRunActions(context.table())) : Optional.empty();
        try (RunWebServer server = RunWebServer.start(source, token(context), port, actions)) {
            String url = server.url(run.name());
            context.out().print(url + "\n");
            context.out().flush();
            context.err().print("from another machine: %s\nCtrl-C ends it.\n".formatted(server.tunnel()));
            if (open.isTyped()
                    && !BrowserLauncher.open(url, context.environment().variables())) {
                context.err()
                        .print("there is no xdg-open or open here to show it with; open it in a browser yourself\n");
            }
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        } catch (BindException e) {
            throw new UserErrorException(
                    ExitCode.FAILED, "port %d cannot be had: %s".formatted(port, e.getMessage()), e);
        } catch (IOException e) {
            throw new UserErrorException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private AccessToken token(TableContext context) throws IOException {
        return tokenFile == null
                ? AccessToken.random()
                : AccessToken.in(context.environment().directory().resolve(tokenFile));
    }
}
