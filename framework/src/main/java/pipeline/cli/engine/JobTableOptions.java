package pipeline.cli.engine;

import pipeline.dispatch.rules.RunRules;
import pipeline.store.NewMember;
import pipeline.store.settings.JobsSettings;

/**
 * How a run or a worker uses the job table.
 *
 * @param member as whom it enters
 */
public record JobTableOptions(JobsSettings settings, RunRules rules, NewMember member) {}
