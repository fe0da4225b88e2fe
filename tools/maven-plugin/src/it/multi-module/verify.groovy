def log = new File(basedir, 'build.log').text
assert log.contains('Tests run: 3, Failures: 0')
assert log =~ /it runs: Brightness (4|8|16)/
assert new File(basedir, 'networks/target/networks-1.jar').exists()
return true
