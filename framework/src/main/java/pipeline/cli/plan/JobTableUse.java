package pipeline.cli.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import pipeline.cli.engine.JobTableOptions;
import pipeline.cli.options.RunOptions;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.RunRules.Limit;
import pipeline.dispatch.rules.RunRules.Presence;
import pipeline.dispatch.rules.RunRules.Repeat;
import pipeline.dispatch.rules.RunRules.Throttle;
import pipeline.store.CodeVersion;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.settings.JobsSettings;
import pipeline.text.ShellQuoting;

/** What a command line and the configuration together say about how the job table is used. */
public final class JobTableUse {

    private JobTableUse() {}

    /** Returns how a run of a recipe uses the table; git is asked for the version in the directory. */
    public static JobTableOptions ofRun(RunRequest request, RunPlan plan, Path directory) {
        JobsSettings settings = plan.jobs();
        return new JobTableOptions(
                settings,
                rulesOfRun(request, settings).with(throttle(request, plan.fanout())),
                member(NewMember.Kind.MASTER, request, plan, directory, request.options().share));
    }

    /** Returns what a run of a recipe does with the jobs that it finds there. */
    public static RunRules rulesOfRun(RunRequest request, JobsSettings settings) {
        RunOptions options = request.options();
        return rules(
                request,
                settings,
                new Repeat(
                        options.fresh,
                        options.keepErrors || settings.rules().keepErrors(),
                        options.acceptsAll(),
                        options.selection(),
                        options.contentsRule().orElse(settings.rules().contents())),
                new Limit(options.halt(), options.limits.maxPriority(), options.limits.maxCalls()));
    }

    /** Returns how a worker uses the table. */
    public static JobTableOptions ofWork(RunRequest request, RunPlan plan, Path directory) {
        JobsSettings settings = plan.jobs();
        RunOptions options = request.options();
        RunRules rules = rules(
                        request,
                        settings,
                        new Repeat(false, true),
                        new Limit(options.halt(), options.limits.maxPriority(), options.limits.maxCalls()))
                .with(throttle(request, OptionalInt.empty()));
        return new JobTableOptions(settings, rules, member(NewMember.Kind.WORKER, request, plan, directory, true));
    }

    private static Throttle throttle(RunRequest request, OptionalInt fanout) {
        return new Throttle(fanout, request.options().limits.resources.usual());
    }

    private static RunRules rules(RunRequest request, JobsSettings settings, Repeat repeat, Limit limit) {
        JobsSettings.Timing timing = settings.timing();
        return new RunRules(
                repeat,
                limit,
                request.options().attempts.rules(settings.rules().attempts()),
                settings.rules().defaultPriority(),
                new Presence(timing.heartbeat(), timing.orphanTimeout()));
    }

    private static NewMember member(
            NewMember.Kind kind, RunRequest request, RunPlan plan, Path directory, boolean shares) {
        return new NewMember(
                kind,
                request.recipeName(),
                request.jobName(),
                "pipeline " + ShellQuoting.quoted(List.copyOf(request.typed())),
                shares,
                version(request, plan.jobs(), directory),
                ProcessIdentity.ofThisProcess(),
                plan.runDirectory().toAbsolutePath().toString());
    }

    private static String version(RunRequest request, JobsSettings settings, Path directory) {
        return CodeVersion.finder()
                .find(settings.versionMethod(), directory, request.recipe().getClass());
    }
}
