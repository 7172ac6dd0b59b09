package dev.holdfast.setup.hardening;

/** A setting that gets another value because a control demands it. */
public record Change(String control, RealmSetting setting, String from, String to) {}
