package dev.sendpost.api;

/**
 * What all doors have in common.
 *
 * @param access lets callers in
 * @param maxBodySize how many octets a body may have
 */
public record ApiDoorSettings(ApiAccess access, int maxBodySize) {

}
