package dev.sendpost.api;

import java.util.concurrent.Semaphore;

/**
 * What all doors have in common.
 *
 * @param access lets callers in
 * @param maxBodySize how many octets a body may have
 * @param bodies the room for the bodies of all requests that are being answered, each
 * permit for {@link dev.sendpost.servlet.BodyReader#BUFFER_SIZE} octets
 */
public record ApiDoorSettings(ApiAccess access, int maxBodySize, Semaphore bodies) {

}
