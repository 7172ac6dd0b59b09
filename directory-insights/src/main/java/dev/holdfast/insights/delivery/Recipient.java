package dev.holdfast.insights.delivery;

/** Where records are sent beside the table that they stand in. Each gets every record, at its own pace. */
public enum Recipient {
    WEBHOOK("webhook"),
    STORE("store");

    private final String word;

    Recipient(String word) {
        this.word = word;
    }

    /** Its name in the database, in leases and in the log. */
    public String word() {
        return word;
    }
}
