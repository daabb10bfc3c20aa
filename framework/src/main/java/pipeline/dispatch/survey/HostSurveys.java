package pipeline.dispatch.survey;

/**
 * The two things for which hosts are asked before jobs count as done.
 *
 * @param outputs asks for what jobs have left
 * @param contents asks for what the files hold that jobs read
 */
public record HostSurveys(OutputVerifier outputs, ContentsSurvey contents) {}
