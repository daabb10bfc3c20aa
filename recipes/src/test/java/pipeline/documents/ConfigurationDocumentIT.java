package pipeline.documents;

class ConfigurationDocumentIT extends DocumentContract {
    ConfigurationDocumentIT() {
        super("docs/configuration.md");
    }
}
