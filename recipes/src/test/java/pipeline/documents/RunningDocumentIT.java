package pipeline.documents;

class RunningDocumentIT extends DocumentContract {
    RunningDocumentIT() {
        super("docs/running.md");
    }
}
