def log = new File(basedir, 'build.log').text
assert log.contains('Tests run: 3, Failures: 0')
assert log.contains('it runs: Brightness 1')
assert log.count('start java with --add-modules jdk.incubator.vector') == 1
return true
