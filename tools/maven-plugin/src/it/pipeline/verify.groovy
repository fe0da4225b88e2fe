def log = new File(basedir, 'build.log').text.replace('\r\n', '\n')
def compiled = (log =~ /(\d) of (\d) files compiled/).collect { it[1] + ' of ' + it[2] }
assert compiled == ['1 of 1', '1 of 1', '1 of 1']
def file = new File(basedir, 'src/main/pipelines/fast.pipeline').canonicalPath
assert log =~ /(?m)^\[ERROR\] \Q${file}\E:\[10,42\] error WP401: difference is /
assert log.contains('did you mean Fast?')
def page = new File(basedir, 'target/whittle-reports/com/acme/Brightness.html').text
assert page.contains('Fast')
return true
