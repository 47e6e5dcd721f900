// The one door between the screens and Rust: the commands and events that bindings.ts generates from Rust, as a type that
// the fake of the tests keeps to as well.

import type {
	AppError,
	commands,
	GapEvent,
	LevelEvent,
	ModelEvent,
	ProgressEvent,
	RecordingView,
	TentativeEvent,
	TranscriptEvent,
} from './bindings';

export type * from './bindings';

type Commands = typeof commands;
/** What a command gives; nothing, where Rust gives nothing. */
type Given<T> = [Awaited<T>] extends [null] ? Promise<void> : Promise<Awaited<T>>;
type Stop = () => void;

export type Backend = {
	[K in keyof Commands]: (...given: Parameters<Commands[K]>) => Given<ReturnType<Commands[K]>>;
} & {
	onLevel(handler: (event: LevelEvent) => void): Stop;
	onRecording(handler: (event: RecordingView) => void): Stop;
	onGap(handler: (event: GapEvent) => void): Stop;
	onTranscript(handler: (event: TranscriptEvent) => void): Stop;
	onTentative(handler: (event: TentativeEvent) => void): Stop;
	onProgress(handler: (event: ProgressEvent) => void): Stop;
	onModel(handler: (event: ModelEvent) => void): Stop;
	onCloseRefused(handler: (why: AppError) => void): Stop;
	onSystemLock(handler: () => void): Stop;
};
