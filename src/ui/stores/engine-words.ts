/** The engine's own words as the screen may know them: taken from the protocol, so that the screen never reaches past it. */
import type { ReplyMap, Request } from '../../protocol/requests.ts';

export type Command = Extract<Request, { ask: 'command' }>['command'];
export type CommandReply = ReplyMap['command'];
export type CommandOutcome = CommandReply['outcomes'][number];
export type Problem = ReplyMap['check'][number];
export type SavedRun = ReplyMap['save'];
export type RunSetup = Extract<Request, { ask: 'start' }>['setup'];
