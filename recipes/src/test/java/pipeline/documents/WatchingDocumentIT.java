package pipeline.documents;

class WatchingDocumentIT extends DocumentContract {
    WatchingDocumentIT() {
        super("docs/watching.md");
    }
}
