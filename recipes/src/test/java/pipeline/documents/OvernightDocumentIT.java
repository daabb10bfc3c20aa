package pipeline.documents;

class OvernightDocumentIT extends DocumentContract {
    OvernightDocumentIT() {
        super("docs/overnight.md", true);
    }
}
