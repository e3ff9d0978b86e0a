export type Device = 'desktop' | 'phone' | 'tablet';
export interface MemberState {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  paused: boolean;
}
