package pipeline.cli.summary;

/** All that is reported of a run at its end. */
public record EndedRun(RunHead head, RunEnding ending, TallyView tally) {}
