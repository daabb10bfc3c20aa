package pipeline.cli.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandNode;
import pipeline.cli.common.CommandRunner;
import pipeline.cli.compare.RunsCommands;
import pipeline.cli.console.Tty;
import pipeline.cli.inspect.InspectCommands;
import pipeline.cli.report.ReportCommands;
import pipeline.cli.status.StatusCommands;
import pipeline.cli.table.HostOpener;
import pipeline.cli.table.SectionCheck;
import pipeline.cli.table.TableCommands;
import pipeline.cli.table.TableOpener;
import pipeline.config.HostGroups;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.lifecycle.JobEvent;
import pipeline.remote.Transport;
import pipeline.store.Finish;
import pipeline.store.JobNameInUseException;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.NewJob;
import pipeline.store.NewMember;
import pipeline.store.OpenMode;
import pipeline.store.ProcessIdentity;
import pipeline.store.Reservation;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.store.settings.JobsSettings;

/** A place to type commands on a real table at, and somebody who fills that table. */
public final class TableTerminal {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path directory;
    private Tty tty = Tty.nobody();

    public TableTerminal(Path directory) {
        this.directory = directory;
    }

    public Path file() {
        return directory.resolve("home/.local/state/pipeline/jobs.sqlite");
    }

    /** Types a command and gives its exit status. */
    public int type(String... words) {
        out.reset();
        err.reset();
        CliEnvironment environment = new CliEnvironment(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                tty,
                directory,
                Map.of("HOME", directory.resolve("home").toString()),
                Clock.systemUTC());
        TableOpener tables =
                (settings, isChanging) -> JobTables.open(settings, isChanging ? OpenMode.WRITE : OpenMode.READ);
        HostOpener hosts = configuration -> new NoHosts(DispatchSettings.from(configuration));
        SectionCheck sections = (configuration, runtime) -> {
            JobsSettings.from(configuration, environment.variables(), runtime);
            return HostGroups.from(configuration);
        };
        return new CommandRunner(root(new TableCommands(environment, tables, hosts, sections)), environment)
                .run(List.of(words));
    }

    /** Returns the words of the commands on the table, to look at what stands behind them. */
    static List<CommandNode> nodes() {
        CliEnvironment nowhere =
                new CliEnvironment(System.out, System.err, Tty.nobody(), Path.of("/"), Map.of(), Clock.systemUTC());
        return JobsCommands.nodes(new TableCommands(
                nowhere,
                (settings, isChanging) -> {
                    throw new AssertionError("nothing is opened");
                },
                configuration -> {
                    throw new AssertionError("nothing is reached");
                },
                (configuration, runtime) -> HostGroups.from(configuration)));
    }

    private static CommandNode root(TableCommands table) {
        CommandNode root = new CommandNode("pipeline", () -> {
            throw new AssertionError("a command on the table is typed here");
        });
        JobsCommands.nodes(table).forEach(root::add);
        StatusCommands.nodes(table).forEach(root::add);
        InspectCommands.nodes(table).forEach(root::add);
        ReportCommands.nodes(table).forEach(root::add);
        root.add(RunsCommands.node(table));
        return root;
    }

    /** From now on somebody sits there, who types these lines. */
    void answer(String... lines) {
        tty = Tty.of(new StringReader(String.join("\n", lines) + "\n"), OptionalInt.empty());
    }

    /** From now on the screen has so many columns. */
    public void narrow(int columns) {
        tty = Tty.of(new StringReader(""), OptionalInt.of(columns));
    }

    /** From now on the screen has so many columns and rows. */
    public void resize(int columns, int rows) {
        tty = Tty.of(new StringReader(""), OptionalInt.of(columns), OptionalInt.of(rows));
    }

    public String out() {
        return out.toString(UTF_8);
    }

    public String err() {
        return err.toString(UTF_8);
    }

    /** Brings in five jobs, 1 to 5: a success, an error, a pending, a reserved and an ignored one, on lce001 to lce005. */
    public void fill() {
        try (JobTable table = JobTables.inFile(file())) {
            long member = enter(table, ProcessIdentity.ofThisProcess());
            List<JobRow> rows = table.submit(new Submission(
                            new StepName("calibrate", "night", StepName.FIRST), member, Duration.ZERO, batch()))
                    .rows();
            end(table, member, rows.get(0).id(), new Finish.Succeeded("{\"sum\":3}"));
            end(
                    table,
                    member,
                    rows.get(1).id(),
                    new Finish.Failed(
                            new Failure(FailureKind.PROGRAM, 3, "no \u001b[31mflux\nin beam 2"),
                            "first line\nsecond\tline"));
            reserve(table, member, rows.get(3).id());
            QueryCondition fifth =
                    QueryCondition.equal(JobFields.JOB_ID, rows.get(4).id());
            table.change(JobEvent.IGNORE, fifth, "bad weather");
        }
    }

    /** Lets a pending job fail that has printed to standard error. */
    public void fail(long job, Path stderr) {
        try (JobTable table = JobTables.inFile(file())) {
            long member = table.members(false).get(0).id();
            Reservation reservation = reserve(table, member, job);
            Finish.Failed how = new Finish.Failed(new Failure(FailureKind.PROGRAM, 2, "exit code 2"), null);
            Finish.Run run = new Finish.Run(Instant.parse("2026-10-28T14:14:18Z"), Duration.ofSeconds(1), null, stderr);
            table.finishAndReserve(member, List.of(new Finish(reservation, how, run)), List.of());
        }
    }

    /** Enters somebody on another machine, who is not gone. */
    long enterElsewhere(long pid) {
        try (JobTable table = JobTables.inFile(file())) {
            return enter(table, new ProcessIdentity("olaf", "head7", "", pid, 0));
        }
    }

    Instant now() {
        try (JobTable table = JobTables.inFile(file())) {
            return table.now();
        }
    }

    private static List<NewJob> batch() {
        List<ComputeJob> jobs = List.of(job(1), job(2).label("beam 2"), job(3), job(4), job(5));
        return Submission.of(new StepName("calibrate", "night", StepName.FIRST), 1, Duration.ZERO, 5, jobs)
                .jobs();
    }

    private static ComputeJob job(int number) {
        return ComputeJob.command("lce00" + number, "calibrate", number + ".ms").key(Map.of("id", number));
    }

    private static void end(JobTable table, long member, long job, Finish.How how) {
        Reservation reservation = reserve(table, member, job);
        Finish.Run run = new Finish.Run(Instant.parse("2026-10-28T14:14:18Z"), Duration.ofMillis(1500), null, null);
        table.finishAndReserve(member, List.of(new Finish(reservation, how, run)), List.of());
    }

    private static Reservation reserve(JobTable table, long member, long job) {
        return table.finishAndReserve(member, List.of(), List.of(job))
                .reserved()
                .get(0)
                .orElseThrow();
    }

    private static long enter(JobTable table, ProcessIdentity process) {
        try {
            return table.enter(
                    new NewMember(
                            NewMember.Kind.MASTER, "calibrate", "night", "pipeline calibrate", true, "", process, ""),
                    A_MINUTE);
        } catch (JobNameInUseException e) {
            throw new AssertionError(e);
        }
    }

    /** The hosts of commands that connect to none. */
    private record NoHosts(DispatchSettings settings) implements HostOpener.HostAccess {

        @Override
        public Optional<List<String>> ssh() {
            return Optional.of(List.of("ssh"));
        }

        @Override
        public Transport open() {
            throw new AssertionError("these commands need no hosts");
        }
    }
}
