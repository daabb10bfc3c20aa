package pipeline.documents;

class WhenThingsBreakDocumentIT extends DocumentContract {
    WhenThingsBreakDocumentIT() {
        super("docs/when-things-break.md");
    }
}
