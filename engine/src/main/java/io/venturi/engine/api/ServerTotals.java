package io.venturi.engine.api;

/**
 * What a server has done so far.
 *
 * @param sessions   sessions opened
 * @param live       sessions there are now
 * @param replies    echo requests answered
 * @param replyBytes UDP payload bytes of those answers
 * @param dropped    datagrams dropped for any reason
 */
public record ServerTotals(long sessions, long live, long replies, long replyBytes, long dropped) {
}
