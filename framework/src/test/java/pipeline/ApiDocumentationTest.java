package pipeline;

class ApiDocumentationTest extends ApiDocumentationContract {

    ApiDocumentationTest() {
        super(AuthorPackages.OF_RECIPES, "", """
                private List<ComputeJob> jobs;
                private ComputeJob job;
                private Outcome outcome;
                private Outcomes outcomes;
                private Arguments arguments;
                """);
    }
}
