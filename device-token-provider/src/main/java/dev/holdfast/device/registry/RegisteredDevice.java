package dev.holdfast.device.registry;

/** A registration with the device it lives on, read in one look. */
public record RegisteredDevice(Device device, Registration registration) {}
