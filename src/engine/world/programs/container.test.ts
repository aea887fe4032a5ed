import { describe, expect, it } from 'vitest';
import type { NetworkReply, NetworkRequest } from './contract.ts';
import { closeStdin, listeners, memoryUse, sendSignal, writeStdin } from './container.ts';
import { Sandbox, sh } from './testing/sandbox.ts';

describe('PID 1', () => {
  it.each([
    ['a bare sleep drops TERM', ['sleep', '100'], 'TERM', null],
    ['a bare sleep drops INT', ['sleep', '100'], 'INT', null],
    ['KILL from outside ends it', ['sleep', '100'], 'KILL', 137],
    ['sh that became sleep drops TERM', ['sh', '-c', 'sleep 100'], 'TERM', null],
    ['an ignored TERM stays ignored in children', ['sh', '-c', "trap '' TERM; sleep 100"], 'TERM', null],
    [
      'a trap is run when the foreground command has ended',
      ['sh', '-c', "trap 'exit 7' TERM; while :; do sleep 1; done"],
      'TERM',
      7,
    ],
    ['wait is interrupted', ['sh', '-c', "trap 'exit 8' TERM; sleep 900 & wait"], 'TERM', 8],
    [
      'exit in a trap keeps the status before it',
      ['sh', '-c', 'trap exit TERM; sleep 100 & wait'],
      'TERM',
      143,
    ],
    [
      'exit in a trap after a command that went well',
      ['sh', '-c', 'trap exit TERM; while true; do sleep 0.2; done'],
      'TERM',
      0,
    ],
  ] as const)('SHELL-30 %s', (_name, argv, signal, expected) => {
    expect(new Sandbox(argv).run(500).signal(signal).run(5000).exitCode).toBe(expected);
  });

  it('SHELL-31 above PID 1 (shared process namespace) TERM has its default action', () => {
    expect(new Sandbox(['sleep', '100'], { firstPid: 7 }).run(500).signal('TERM').exitCode).toBe(143);
  });

  it('SHELL-32 kill -9 1 from inside is dropped', () => {
    const box = sh('sleep 50 & kill -9 1; echo alive; wait').run(1000);
    expect([box.out, box.exitCode]).toEqual(['alive\n', null]);
  });

  it('SHELL-33 a child dies of TERM with 143 and the shell says so', () => {
    const box = sh('sleep 100 & kill $!; wait $!; echo $?').run(1000);
    expect([box.out, box.err]).toEqual(['143\n', 'Terminated\n']);
  });

  it('SHELL-34 when PID 1 ends every other process is killed and exec sessions end with 137', () => {
    const box = sh('sleep 2; exit 3').run(500);
    const session = box.exec(['sleep', '100']);
    box.run(5000);
    expect([box.exitCode, session.code, box.container?.processes.length]).toEqual([3, 137, 0]);
  });

  it('SHELL-35 orphans go to PID 1', () => {
    const box = sh('(sleep 60 & ) ; sleep 100').run(500);
    expect(box.exec(['ps']).out).toMatch(/sleep 60\n/);
    const orphan = box.container?.processes.find(({ argv }) => argv[1] === '60');
    expect(orphan?.ppid).toBe(1);
  });
});

describe('starting', () => {
  it.each([
    [['no-such-command'], '"no-such-command": executable file not found in $PATH'],
    [['/nope/x'], '"/nope/x": stat /nope/x: no such file or directory'],
    [['/etc/passwd'], '"/etc/passwd": permission denied'],
    [['/tmp'], '"/tmp": permission denied'],
  ])('SHELL-36 %j cannot be started', (argv, message) => {
    const box = new Sandbox(argv);
    expect([box.failure, box.container]).toEqual([message, null]);
  });

  it('SHELL-37 exec runs beside the first process, with its own output and exit code', () => {
    const box = sh('echo main; touch /tmp/ready; sleep 100').run(100);
    const good = box.exec(['cat', '/tmp/ready']);
    const bad = box.exec(['sh', '-c', 'echo out; echo err >&2; exit 3']);
    box.run(200);
    expect([good.code, bad.code, bad.out, bad.err, box.out]).toEqual([0, 3, 'out\n', 'err\n', 'main\n']);
    expect(box.exec(['nosuchprogram']).failure).toBe('"nosuchprogram": executable file not found in $PATH');
  });

  it('SHELL-38 stdin reaches the process that asked for it', () => {
    const box = new Sandbox(['cat'], { stdin: true });
    box.step((container, io) => writeStdin(container, '', 'hi\n', io)).run(100);
    expect([box.out, box.exitCode]).toEqual(['hi\n', null]);
    box.step((container, io) => closeStdin(container, '', io)).run(200);
    expect(box.exitCode).toBe(0);
  });

  it('SHELL-38 a shell without script takes its commands from stdin', () => {
    const box = new Sandbox(['sh'], { stdin: true });
    box.step((container, io) => writeStdin(container, '', 'echo one\nfor i in a b; do\n', io)).run(100);
    expect(box.out).toBe('one\n');
    box.step((container, io) => writeStdin(container, '', 'echo $i; done\nexit 4\n', io)).run(200);
    expect([box.out, box.exitCode]).toEqual(['one\na\nb\n', 4]);
  });

  it('SHELL-39 a call after the end changes nothing', () => {
    const box = sh('exit 0').run();
    const before = box.container;
    box.step((container, io) => sendSignal(container, 'KILL', io));
    expect(box.container).toBe(before);
  });
});

describe('time and resources', () => {
  it('SHELL-40 a loop with one sleep needs one wake-up a round', () => {
    const box = sh('while true; do date >> /tmp/log; sleep 5; done').run(60000);
    expect(box.advances).toBeLessThanOrEqual(13);
  });

  it('SHELL-41 a busy loop cannot hang the engine', () => {
    const box = sh('while :; do :; done').run(20000);
    expect([box.exitCode, box.now]).toEqual([null, 20000]);
    expect(box.advances).toBeLessThan(400);
    expect(box.container?.cpuMs).toBeGreaterThan(19000);
  });

  it('SHELL-42 reading /dev/zero into memory grows without bound', () => {
    const box = sh('sleep 1; exec tail /dev/zero').run(1100);
    expect(box.container === null ? 0 : memoryUse(box.container)).toBeGreaterThan(20 * 1048576);
  });

  it('SHELL-43 dd fills a file that costs no memory here', () => {
    const box = sh(
      'dd if=/dev/zero of=/tmp/big bs=1M count=12; ls -l /tmp/big | tr -s " " | cut -d" " -f5',
    ).run();
    expect(box.out).toBe('12582912\n');
    expect(box.err).toMatch(/^12\+0 records in\n12\+0 records out\n12582912 bytes \(12\.0MB\) copied/);
    expect(JSON.stringify(box.trees['own']).length).toBeLessThan(1000);
  });

  it('SHELL-44 tail -f prints what is appended', () => {
    const box = sh('echo a > /tmp/l; (sleep 2; echo b >> /tmp/l) & tail -f /tmp/l').run(5000);
    expect(box.out).toBe('a\nb\n');
  });
});

function network(request: NetworkRequest): NetworkReply | null {
  if (request.kind === 'resolve')
    return request.name.startsWith('up')
      ? {
          kind: 'resolved',
          server: '10.96.0.10',
          name: `${request.name}.default.svc.cluster.local`,
          addresses: ['10.96.1.2'],
        }
      : { kind: 'failed', error: 'unknown-host', address: null, server: '10.96.0.10' };
  if (request.kind === 'ping') return { kind: 'pong', address: '10.0.0.1', roundTripMs: 1 };
  const { host } = request;
  if (host === 'down') return { kind: 'failed', error: 'refused', address: '10.0.0.2' };
  if (host === 'lost') return null;
  if (host !== 'up') return { kind: 'failed', error: 'unknown-host', address: null };
  if (request.kind === 'connect') return { kind: 'connected', address: '10.0.0.1', text: 'hello\n' };
  return {
    kind: 'http',
    address: '10.0.0.1',
    status: request.path === '/' ? 200 : 404,
    headers: [],
    body: 'page\n',
  };
}

describe('SHELL-50 network programs wait for the world', () => {
  it.each([
    ['wget -q -O- http://up/', 'page\n', '', 0],
    ['wget -qO- up; cat /nope', 'page\n', "cat: can't open '/nope': No such file or directory\n", 1],
    ['wget -q -O - http://up/x', '', 'wget: server returned error: HTTP/1.1 404 Not Found\n', 1],
    [
      'wget http://down:81/',
      '',
      "Connecting to down:81 (10.0.0.2:81)\nwget: can't connect to remote host (10.0.0.2): Connection refused\n",
      1,
    ],
    ['wget -q http://gone', '', "wget: bad address 'gone'\n", 1],
    ['wget -q -T 3 -O- http://lost/', '', 'wget: download timed out\n', 1],
    ['wget --spider -q http://up/ && echo ok', 'ok\n', '', 0],
    [
      'nslookup up',
      'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\nName:\tup.default.svc.cluster.local\nAddress: 10.96.1.2\n\n\n',
      '',
      0,
    ],
    [
      'nslookup gone',
      "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n** server can't find gone: NXDOMAIN\n\n** server can't find gone: NXDOMAIN\n\n",
      '',
      1,
    ],
    ['nc -z up 80 && echo open', 'open\n', '', 0],
    [
      'nc -w 2 down 80 < /dev/null',
      '',
      "nc: can't connect to remote host (10.0.0.2): Connection refused\n",
      1,
    ],
    [
      'ping -c 2 up',
      'PING up (10.0.0.1): 56 data bytes\n64 bytes from 10.0.0.1: seq=0 ttl=64 time=1.000 ms\n64 bytes from 10.0.0.1: seq=1 ttl=64 time=1.000 ms\n\n--- up ping statistics ---\n2 packets transmitted, 2 packets received, 0% packet loss\nround-trip min/avg/max = 1.000/1.000/1.000 ms\n',
      '',
      0,
    ],
  ])('%s', (script, stdout, stderr, code) => {
    const box = sh(script, { network }).run(20000);
    expect([box.out, box.err, box.exitCode]).toEqual([stdout, stderr, code]);
  });
});

describe('servers', () => {
  it('SHELL-51 nginx serves its page, logs a line per request and ends at once when told', () => {
    const box = new Sandbox([], { image: 'nginx' }).run(100);
    expect(box.container === null ? [] : listeners(box.container)).toEqual([
      { port: 80, protocol: 'TCP', address: '0.0.0.0' },
    ]);
    const answer = box.get(80, '/', [['User-Agent', 'kube-probe/1.37']]);
    expect(answer).toMatchObject({ kind: 'response', status: 200 });
    expect(box.get(80, '/nope')).toMatchObject({ status: 404 });
    expect(box.out).toContain(
      '10.244.0.1 - - [24/Nov/2026:22:28:06 +0000] "GET / HTTP/1.1" 200 615 "-" "kube-probe/1.37" "-"\n',
    );
    expect(box.get(81)).toEqual({ kind: 'refused' });
    expect(box.signal('QUIT').run(200).exitCode).toBe(0);
  });

  it('SHELL-52 busybox httpd serves a directory and, as PID 1, ignores TERM', () => {
    const box = sh('mkdir -p /www; echo ok > /www/index.html; sleep 1; httpd -f -p 8080 -h /www').run(500);
    expect(box.get(8080)).toEqual({ kind: 'refused' });
    box.run(2000);
    expect(box.get(8080)).toMatchObject({ status: 200, body: 'ok\n' });
    expect(box.signal('TERM').run(3000).exitCode).toBe(null);
  });

  it('SHELL-53 agnhost liveness fails after ten seconds and ends with 2 on TERM', () => {
    const box = new Sandbox(['/agnhost', 'liveness'], { image: 'agnhost' }).run(9000);
    expect(box.get(8080, '/healthz')).toMatchObject({ status: 200, body: 'ok' });
    expect(box.run(10500).get(8080, '/healthz')).toMatchObject({ status: 500 });
    expect(box.signal('TERM').exitCode).toBe(2);
  });

  it('SHELL-54 agnhost netexec redirects, echoes and quits', () => {
    const box = new Sandbox(['/agnhost', 'netexec', '--http-port=8080', '--udp-port=-1'], {
      image: 'agnhost',
    }).run(100);
    expect(box.get(8080, '/redirect?location=http%3A%2F%2Fx%3A80%2Fy&code=302')).toMatchObject({
      status: 302,
      headers: [['Location', 'http://x:80/y']],
    });
    expect(box.get(8080, '/echo?msg=hi+there')).toMatchObject({ status: 200, body: 'hi there' });
    box.get(8080, '/exit?code=5');
    expect(box.run(1000).exitCode).toBe(5);
  });

  it('SHELL-55 the gRPC health server turns unhealthy', () => {
    const box = new Sandbox(['/agnhost', 'grpc-health-checking', '--port=5000', '--delay-unhealthy-sec=8'], {
      image: 'agnhost',
    }).run(100);
    expect(box.connect({ port: 5000, grpcService: '' })).toMatchObject({ serving: 'SERVING' });
    expect(box.run(9000).connect({ port: 5000, grpcService: '' })).toMatchObject({ serving: 'NOT_SERVING' });
  });

  it('SHELL-56 nc accepts and stays silent towards HTTP, or answers with what it reads', () => {
    const mute = sh('nc -ll -p 8080 -e sleep 30').run(100);
    expect([mute.get(8080), mute.get(8080), mute.exitCode]).toEqual([
      { kind: 'hang' },
      { kind: 'hang' },
      null,
    ]);
    const served = sh("while true; do printf 'HTTP/1.1 200 OK\\r\\n\\r\\nhi\\n' | nc -l -p 80; done").run(
      100,
    );
    expect(served.get(80)).toMatchObject({ kind: 'response', status: 200, body: 'hi\n' });
    expect(served.run(200).get(80)).toMatchObject({ status: 200 });
  });

  it('SHELL-57 pause, redis and the stand-in for unknown images end cleanly', () => {
    for (const image of ['pause', 'redis', 'polite'] as const)
      expect([image, new Sandbox([], { image }).run(100).signal('TERM').run(200).exitCode]).toEqual([
        image,
        0,
      ]);
  });

  it('SHELL-58 dash words its messages in its own way', () => {
    const box = new Sandbox(['sh', '-c', 'foo; cd /nope; echo a > /nope/x; cat < /nope'], {
      image: 'nginx',
    }).run();
    expect(box.err).toBe(
      "sh: 1: foo: not found\nsh: 1: cd: can't cd to /nope\nsh: 1: cannot create /nope/x: Directory nonexistent\nsh: 1: cannot open /nope: No such file\n",
    );
  });

  it('SHELL-59 the perl Job prints pi', () => {
    const box = new Sandbox(['perl', '-Mbignum=bpi', '-wle', 'print bpi(30)'], { image: 'perl' }).run();
    expect([box.out, box.exitCode]).toEqual(['3.14159265358979323846264338328\n', 0]);
  });
});
