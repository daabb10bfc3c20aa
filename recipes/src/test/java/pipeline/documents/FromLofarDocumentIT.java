package pipeline.documents;

class FromLofarDocumentIT extends DocumentContract {
    FromLofarDocumentIT() {
        super("docs/from-lofar.md");
    }
}
