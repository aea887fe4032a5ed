/** Shell commands of pods: those of the recordings of a real cluster, and the examples of the Kubernetes documentation. */
import { describe, expect, it } from 'vitest';
import type { Sandbox } from './testing/sandbox.ts';
import { podShell } from './testing/pod-shell.ts';

/** Exit code and the time of the end in tenths of a second, given in ms; null: still running. */
type End = readonly [code: number, atMs: number] | null;

/** Left alone for 15 s; and with TERM sent after half a second, watched for 30 s. */
const ROWS: readonly (readonly [script: string, alone: End, withTerm: End])[] = [
  ['[ -f /memo/second ] && sleep 3600; touch /memo/second; sleep 5; exit 88', [88, 5000], [88, 5000]],
  ['case $(hostname) in *[a-m0-4]) sleep 2;; *) sleep 4;; esac', [0, 2000], [0, 2000]],
  ['date >> /data/log; trap exit TERM; while true; do sleep 0.2; done', null, [0, 600]],
  ['dd if=/dev/zero of=/v/f bs=1M count=20; sleep 1000', null, null],
  ['echo $JOB_COMPLETION_INDEX; sleep 3', [0, 3000], [0, 3000]],
  ['echo $MY_NAME $MY_NS $MY_TIER $MY_CPU $MY_MEM; cat /info/labels; sleep 3600', null, null],
  ['echo bad >&2; exit 7', [7, 0], [7, 0]],
  ['echo boom; exit 3', [3, 0], [3, 0]],
  ['echo bye', [0, 0], [0, 0]],
  ['echo from main; sleep 1000', null, null],
  ['echo from side; sleep 1000', null, null],
  ['echo hello; sleep 4', [0, 4000], [0, 4000]],
  ['echo init; exit 1', [1, 0], [1, 0]],
  [
    'echo start >> /data/starts; echo start >> /own; echo $(wc -l < /data/starts) $(wc -l < /own) > /dev/termination-log; [ $(wc -l < /data/starts) -ge 2 ] && sleep 3600; sleep 2; exit 1',
    [1, 2000],
    [1, 2000],
  ],
  [
    'echo x >> /memo/n; echo run $(wc -l < /memo/n); [ $(wc -l < /memo/n) -ge 2 ] && sleep 3600; sleep 5; exit 1',
    [1, 5000],
    [1, 5000],
  ],
  ['exit 0', [0, 0], [0, 0]],
  ['exit 1', [1, 0], [1, 0]],
  ['exit 3', [3, 0], [3, 0]],
  [
    'if [ $JOB_COMPLETION_INDEX = 0 ]; then sleep 3; else trap "exit 0" TERM; while true; do sleep 0.2; done; fi',
    null,
    [0, 600],
  ],
  ['if [ $JOB_COMPLETION_INDEX = 1 ]; then exit 1; else sleep 1; fi', [1, 0], [1, 0]],
  ['mkdir -p /www; echo ok > /www/index.html; sleep 8; httpd -f -p 8080 -h /www', null, null],
  ['nc -ll -p 8080 -e sleep 30', null, null],
  ['sleep $((1 + JOB_COMPLETION_INDEX))', [0, 2000], [0, 2000]],
  ['sleep 1', [0, 1000], [0, 1000]],
  ['sleep 10; head -c 440401920 /dev/zero > /m/fill; sleep 3600', null, null],
  ['sleep 12', [0, 12000], [0, 12000]],
  ['sleep 1; echo x >> /memo/tries; [ $(wc -l < /memo/tries) -ge 3 ]', [1, 1000], [1, 1000]],
  ['sleep 1; exit 1', [1, 1000], [1, 1000]],
  ['sleep 1; exit 42', [42, 1000], [42, 1000]],
  ['sleep 1; tail /dev/zero', null, null],
  ['sleep 2', [0, 2000], [0, 2000]],
  ['sleep 2; exec httpd -f -p 80', null, null],
  ['sleep 2; exit 1', [1, 2000], [1, 2000]],
  ['sleep 2; if [ -f /memo/second ]; then exit 1; fi; touch /memo/second; exit 42', [42, 2000], [42, 2000]],
  ['sleep 3; dd if=/dev/zero of=/big bs=1M count=12; sleep 3600', null, null],
  ['sleep 3; dd if=/dev/zero of=/data/big bs=1M count=8; sleep 3600', null, null],
  ['sleep 3; exec tail /dev/zero', null, null],
  ['sleep 3; exit 1', [1, 3000], [1, 3000]],
  ['sleep 3; if [ -f /memo/second ]; then exit 0; fi; touch /memo/second; exit 1', [1, 3000], [1, 3000]],
  ['sleep 4', [0, 4000], [0, 4000]],
  ['sleep 4; exit 1', [1, 4000], [1, 4000]],
  ['sleep 5; while :; do echo fresh > /html/page.txt; sleep 1; done', null, null],
  ['sleep 7; touch /tmp/up; sleep 3600', null, null],
  ['touch /tmp/ok; sleep 4; exit 1', [1, 4000], [1, 4000]],
  ["touch /tmp/ok; trap 'exit 0' TERM; sleep 3600 & wait", null, [0, 500]],
  [
    "touch /tmp/ready; trap 'rm /tmp/ready; sleep 8; exit 0' TERM; while :; do sleep 1; done",
    null,
    [0, 9000],
  ],
  ['trap "exit 0" TERM; for i in 1 2 3 4 5 6; do sleep 1; done', [0, 6000], [0, 1000]],
  ['trap "exit 1" TERM; for i in 1 2 3 4 5 6 7 8; do sleep 0.5; done', [0, 4000], [1, 500]],
  ['trap "exit 1" TERM; for i in 1 2 3 4 5 6 7 8; do sleep 1; done', [0, 8000], [1, 1000]],
  [
    'trap "sleep 4; exit 1" TERM; i=0; while [ $i -lt 60 ]; do sleep 0.2; i=$((i+1)); done',
    [0, 12100],
    [1, 4600],
  ],
  ["trap '' TERM; sleep 1000", null, null],
  ["trap '' TERM; while true; do sleep 1; done", null, null],
  ["trap 'exit 0' TERM; sleep 3600 & wait", null, [0, 500]],
  ["trap 'exit 0' TERM; sleep 900 & wait", null, [0, 500]],
  ["trap 'exit 0' TERM; while :; do sleep 1; done", null, [0, 1000]],
  ["trap 'sleep 10; exit 0' TERM; sleep 3600 & wait", null, [0, 10500]],
  ["trap 'sleep 2; exit 0' TERM; while :; do sleep 1; done", null, [0, 3000]],
  ["trap 'sleep 3; exit 0' TERM; while :; do sleep 1; done", null, [0, 4000]],
  ["trap 'sleep 4; exit 0' TERM; sleep 3600 & wait", null, [0, 4500]],
  ["trap 'sleep 4; exit 0' TERM; while :; do sleep 1; done", null, [0, 5000]],
  ['trap exit TERM; i=0; while [ $i -lt 375 ]; do sleep 0.2; i=$((i+1)); done', null, [0, 600]],
  ['trap exit TERM; while true; do sleep 0.2; done', null, [0, 600]],
  ['trap true TERM; while true; do sleep 1; done', null, null],
  [
    'while ! wget -qO- http://127.0.0.1:80/ > /tmp/page; do sleep 1; done; touch /tmp/ok; sleep 3600',
    null,
    null,
  ],
  ['while true; do date >> /data/date.log; sleep 5; done', null, null],
  ['touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600', null, null],
  ['i=0; while true; do echo "$i: $(date)"; i=$((i+1)); sleep 1; done', null, null],
  [
    'i=0; while true; do echo "$i: $(date)" >> /data/1.log; echo "$(date) INFO $i" >> /data/2.log; i=$((i+1)); sleep 1; done',
    null,
    null,
  ],
  ['touch /data/1.log; tail -n+1 -F /data/1.log', null, null],
  [
    'until nslookup myservice.$(cat /info/namespace).svc.cluster.local; do echo waiting for myservice; sleep 2; done',
    null,
    null,
  ],
  ['until nslookup up; do echo waiting; sleep 2; done; echo found', [0, 0], [0, 0]],
  ['while sleep 0.01; do wget -q -O- http://php-apache; done', null, null],
  ['for i in 9 8 7 6 5 4 3 2 1 ; do echo $i ; done', [0, 0], [0, 0]],
  ['date; echo Hello from the Kubernetes cluster', [0, 0], [0, 0]],
  ["while true; do echo -en '\\n'; printenv HOSTNAME HOME; sleep 10; done;", null, null],
  ['echo The app is running! && sleep 3600', null, null],
  ['mkdir -p /data/q; echo x > /data/q/x; cat /data/q/x && exit 1', [1, 0], [1, 0]],
  ['echo Hello from the debian container > /html/index.html', [0, 0], [0, 0]],
  ['sleep infinity', null, null],
  ['if [ -e /etc/podinfo/labels ]; then cat /etc/podinfo/labels; fi; sleep 5', [0, 5000], [0, 5000]],
  ['for i in $(seq 1 3); do echo "Completing $i"; sleep 1; done; exit 42', [42, 3000], [42, 3000]],
  ['set -e; echo one; false; echo two', [1, 0], [1, 0]],
  ['trap "echo Received TERM; exit 0" TERM; echo Started; while true; do sleep 1; done', null, [0, 1000]],
  ['echo "Sleeping"; sleep 2; echo "Awake" > /dev/termination-log; exit 3', [3, 2000], [3, 2000]],
  ['n=$((RANDOM % 2)); sleep 1; exit $((n - n))', [0, 1000], [0, 1000]],
  ['while ! nc -z up 80; do sleep 1; done; echo db is up', [0, 0], [0, 0]],
];

function endOf(box: Sandbox): End {
  return box.exitCode === null ? null : [box.exitCode, Math.floor(box.now / 100) * 100];
}

describe('SHELL-60 commands of example pods run as in a real pod', () => {
  it.each(ROWS)('%s', (script, alone, withTerm) => {
    const left = podShell(script).run(15000);
    const told = podShell(script).run(500);
    if (told.exitCode === null) told.signal('TERM').run(30000);
    expect({ alone: endOf(left), withTerm: endOf(told) }).toEqual({ alone, withTerm });
    expect(left.err).not.toMatch(/not found|syntax error|Usage/);
  });

  it('SHELL-61 a heartbeat writes one line per round', () => {
    const box = podShell('i=0; while true; do echo "$i: $(date)"; i=$((i+1)); sleep 1; done').run(3500);
    expect(box.out).toBe(
      '0: Tue Nov 24 22:28:06 UTC 2026\n1: Tue Nov 24 22:28:07 UTC 2026\n2: Tue Nov 24 22:28:08 UTC 2026\n3: Tue Nov 24 22:28:09 UTC 2026\n',
    );
  });

  it('SHELL-62 the documented exec probe sees the file come and go', () => {
    const box = podShell('touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600').run(29000);
    expect(box.exec(['cat', '/tmp/healthy']).code ?? box.run(29100).sessions.get('exec-1')?.code).toBe(0);
    box.run(31000);
    box.exec(['cat', '/tmp/healthy'], 'late');
    expect(box.run(31100).sessions.get('late')).toMatchObject({
      out: '',
      err: "cat: can't open '/tmp/healthy': No such file or directory\n",
      code: 1,
    });
  });

  it('SHELL-63 what a pre-stop hook does is seen by the first process', () => {
    const box = podShell('while [ ! -f /tmp/stop ]; do sleep 1; done; exit 6').run(2500);
    box.exec(['sh', '-c', 'sleep 1; touch /tmp/stop']);
    expect(box.run(10000).exitCode).toBe(6);
  });
});
